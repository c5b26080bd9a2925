package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Vault;
import dev.akvvm.state.PassState;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs passes over the certificates that are due, and carries from one to the next. */
public final class Synchronizer {
  /** A vault beyond these waits for another's end; so many at once have room in memory. */
  private static final BoundedParallel VAULTS_AT_ONCE = new BoundedParallel(8);

  private final CertificateRefresher pass;
  private final Schedule schedule;
  private final Clock clock;
  private final Map<ObservedCertificate, Outcome> latest = new LinkedHashMap<>();
  private final Map<ObservedCertificate, CertificateMetadata> metadata = new HashMap<>();

  /**
   * Takes up where an earlier process left.
   *
   * @param remembered what it left, if anything
   * @param everythingNow whether every certificate is polled in the first pass
   */
  public Synchronizer(
      List<ObservedCertificate> certificates,
      CertificateRefresher pass,
      PollPolicy policy,
      Clock clock,
      Optional<PassState> remembered,
      boolean everythingNow) {
    this.pass = pass;
    this.clock = clock;
    this.schedule = new Schedule(certificates, policy);
    remembered.ifPresent(state -> schedule.recall(state.entries(), everythingNow, now()));
    certificates.forEach(certificate -> latest.put(certificate, standing(certificate)));
    remembered.ifPresent(state -> recallNotes(state.entries()));
  }

  private void recallNotes(Map<String, String> entries) {
    latest.forEach(
        (certificate, outcome) -> {
          if (outcome.onDisk().isPresent()) {
            metadata.put(
                certificate, CertificateMetadata.recall(certificate.link().toString(), entries));
          }
        });
  }

  /** How a certificate stands that has not been polled by this process. */
  private Outcome standing(ObservedCertificate certificate) {
    PollState state = schedule.state(certificate);
    return state.failures() == 0
        ? new Outcome.Waiting(pass.onDisk(certificate))
        : new Outcome.Failed(Failure.needsOperator(state.reason()), pass.onDisk(certificate));
  }

  /**
   * Polls what is due now and tells how everything stands. Vaults are asked side by side, the
   * certificates of one after each other.
   */
  public PassReport run() {
    Map<Vault, List<ObservedCertificate>> due =
        schedule.due(now()).stream()
            .collect(
                Collectors.groupingBy(
                    ObservedCertificate::vault, LinkedHashMap::new, Collectors.toList()));
    VAULTS_AT_ONCE.each(due.values(), this::poll);
    pass.reload(!due.isEmpty());
    return report();
  }

  private void poll(List<ObservedCertificate> ofOneVault) {
    for (ObservedCertificate certificate : ofOneVault) {
      Optional<PollState> state = state(certificate);
      if (state.isPresent()) {
        record(certificate, pass.refresh(certificate, state.get().reason()));
      }
    }
  }

  /** Looked at one by one: a vault that has just asked for a pause is not asked again. */
  private synchronized Optional<PollState> state(ObservedCertificate certificate) {
    return schedule.isDue(certificate, now())
        ? Optional.of(schedule.state(certificate))
        : Optional.empty();
  }

  private synchronized void record(
      ObservedCertificate certificate, CertificateRefresher.Result result) {
    schedule.record(certificate, result.outcome(), now());
    latest.put(certificate, result.outcome());
    result.metadata().ifPresent(known -> metadata.put(certificate, known));
  }

  /** How everything stands, without polling. */
  public PassReport report() {
    Map<ObservedCertificate, Outcome> outcomes = new LinkedHashMap<>();
    latest.forEach(
        (certificate, outcome) ->
            outcomes.put(
                certificate,
                pass.reloads()
                    .failure(certificate)
                    .map(failure -> outcome.withFailure(failure))
                    .orElse(outcome)));
    return new PassReport(outcomes, metadata);
  }

  /** When {@link #run} is due: for a certificate, or for what failed after its renewal. */
  public synchronized Instant nextDue() {
    now();
    Instant reload = pass.reloads().next();
    Instant poll = schedule.next();
    return reload.isBefore(poll) ? reload : poll;
  }

  /** Whether something is to be done after a renewal before the next certificate's state. */
  public synchronized boolean isUnsettled() {
    now();
    return pass.reloads().next().isBefore(schedule.next());
  }

  private synchronized Instant now() {
    Instant now = clock.instant();
    schedule.follow(now);
    return now;
  }

  /** What the next process must know. */
  public PassState state() {
    Map<String, String> entries = new TreeMap<>(schedule.entries());
    metadata.forEach(
        (certificate, known) -> known.remember(certificate.link().toString(), entries));
    return new PassState(nextDue(), entries);
  }
}
