package dev.akvvm.sync;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.store.InstalledCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one observed certificate stands.
 *
 * @param current what readers of its links get now, if anything
 * @param lastPoll what its last poll came to
 * @param pollWarnings what its last successful poll could not do beside installing it
 * @param metadata what was learnt of it when it was installed
 * @param actions what is to be done after its renewal and is failing, or still running
 */
public record CertificateState(
    Optional<InstalledCertificate> current,
    Outcome lastPoll,
    List<Warning> pollWarnings,
    CertificateMetadata metadata,
    List<ActionState> actions) {
  /** Copies the lists. */
  public CertificateState {
    pollWarnings = List.copyOf(pollWarnings);
    actions = List.copyOf(actions);
  }

  /** Nothing but how the last poll went is known. */
  public static CertificateState of(Optional<InstalledCertificate> current, Outcome lastPoll) {
    return new CertificateState(current, lastPoll, List.of(), CertificateMetadata.NONE, List.of());
  }

  /** Why it could not be brought up to date; empty when it could, or was not polled yet. */
  public Optional<Failure> failure() {
    return lastPoll instanceof Outcome.Failed(Failure failure)
        ? Optional.of(failure)
        : Optional.empty();
  }

  /** True when it is installed, and its last poll did not fail. */
  public boolean isCurrent() {
    return current.isPresent() && failure().isEmpty();
  }

  /** What an operator should mend about what is installed, the worst first. */
  public List<Warning> warnings(Instant now) {
    List<Warning> warnings = new ArrayList<>(pollWarnings);
    metadata
        .missingIssuer()
        .map(text -> new Warning(Warning.Kind.CHAIN_INCOMPLETE, text))
        .ifPresent(warnings::add);
    current.flatMap(installed -> outsideValidity(installed, now)).ifPresent(warnings::add);
    return warnings.stream().sorted(Comparator.comparing(Warning::kind)).toList();
  }

  private static Optional<Warning> outsideValidity(InstalledCertificate installed, Instant now) {
    if (installed.notAfter().isBefore(now)) {
      return Optional.of(
          new Warning(
              Warning.Kind.EXPIRED,
              "expired at " + installed.notAfter() + "; create a new version in the vault"));
    }
    return installed.notBefore().isAfter(now)
        ? Optional.of(
            new Warning(Warning.Kind.NOT_YET_VALID, "not valid before " + installed.notBefore()))
        : Optional.empty();
  }

  /** What is to be done after its renewal and did not work. */
  public Stream<ActionState> failingActions() {
    return actions.stream().filter(ActionState::isFailing);
  }

  /** Adds to {@code entries} what the next process must know and the files do not tell. */
  void remember(String link, Map<String, String> entries) {
    metadata.remember(link, entries);
    Warning.remember(pollWarnings, link, entries);
  }

  CertificateState recalling(String link, Map<String, String> entries) {
    return new CertificateState(
        current,
        lastPoll,
        Warning.recall(link, entries),
        CertificateMetadata.recall(link, entries),
        actions);
  }

  CertificateState with(List<ActionState> others) {
    return new CertificateState(current, lastPoll, pollWarnings, metadata, others);
  }

  /** The same after another poll; what that did not find out stays. */
  CertificateState after(CertificateRefresher.Result poll) {
    return new CertificateState(
        poll.current(),
        poll.outcome(),
        poll.warnings().orElse(pollWarnings),
        poll.metadata().orElse(metadata),
        actions);
  }
}
