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
 * The state of one observed certificate.
 *
 * @param current what readers of its links get now, if anything
 * @param lastPoll the result of its last poll
 * @param remarks what its last successful poll said besides that
 * @param metadata what was learnt about it when it was installed
 * @param actions the actions after its renewal: failing, running or done
 */
public record CertificateState(
    Optional<InstalledCertificate> current,
    Outcome lastPoll,
    Remarks remarks,
    CertificateMetadata metadata,
    List<ActionState> actions) {
  /**
   * What a successful poll says of a certificate besides what is installed.
   *
   * @param warnings what an operator should fix
   * @param notes what is worth knowing and nothing to fix, such as which version is held back; each
   *     one line about what the vault has beyond what is installed
   */
  public record Remarks(List<Warning> warnings, List<String> notes) {
    /** Nothing to say. */
    public static final Remarks NONE = new Remarks(List.of(), List.of());

    private static final String WARNING = "warning ";
    private static final String NOTE = "note ";

    /** Copies the lists. */
    public Remarks {
      warnings = List.copyOf(warnings);
      notes = List.copyOf(notes);
    }

    Remarks with(Warning warning) {
      return new Remarks(Stream.concat(warnings.stream(), Stream.of(warning)).toList(), notes);
    }

    Remarks with(String note) {
      return new Remarks(warnings, Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** Adds to {@code entries} what the next process must know. */
    void remember(String link, Map<String, String> entries) {
      Warning.remember(WARNING, warnings, link, entries);
      if (!notes.isEmpty()) {
        entries.put(NOTE + link, String.join("; ", notes));
      }
    }

    static Remarks recall(String link, Map<String, String> entries) {
      return new Remarks(
          Warning.recall(WARNING, link, entries),
          Optional.ofNullable(entries.get(NOTE + link)).stream().toList());
    }
  }

  /** Copies the list. */
  public CertificateState {
    actions = List.copyOf(actions);
  }

  /** A state of which only the result of the last poll is known. */
  public static CertificateState of(Optional<InstalledCertificate> current, Outcome lastPoll) {
    return new CertificateState(
        current, lastPoll, Remarks.NONE, CertificateMetadata.NONE, List.of());
  }

  /** Why it could not be brought up to date; empty when it was, or has not been polled yet. */
  public Optional<Failure> failure() {
    return lastPoll instanceof Outcome.Failed(Failure failure)
        ? Optional.of(failure)
        : Optional.empty();
  }

  /** True when it is installed, and its last poll did not fail. */
  public boolean isCurrent() {
    return current.isPresent() && failure().isEmpty();
  }

  /** What an operator should fix about what is installed, worst first. */
  public List<Warning> warnings(Instant now) {
    List<Warning> warnings = new ArrayList<>(remarks.warnings());
    warnings.addAll(metadata.renewalWarnings().at(now));
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

  /** The actions after its renewal that did not work. */
  public Stream<ActionState> failingActions() {
    return actions.stream().filter(ActionState::isFailing);
  }

  /** Adds to {@code entries} what the next process must know and the files do not say. */
  void remember(String link, Map<String, String> entries) {
    metadata.remember(link, entries);
    remarks.remember(link, entries);
  }

  CertificateState recalling(String link, Map<String, String> entries) {
    return new CertificateState(
        current,
        lastPoll,
        Remarks.recall(link, entries),
        CertificateMetadata.recall(link, entries),
        actions);
  }

  CertificateState with(List<ActionState> others) {
    return new CertificateState(current, lastPoll, remarks, metadata, others);
  }

  /** The same after another poll; what that did not determine stays. */
  CertificateState after(CertificateRefresher.Result poll) {
    return new CertificateState(
        poll.current(),
        poll.outcome(),
        poll.remarks().orElse(remarks),
        poll.metadata().orElse(metadata),
        actions);
  }
}
