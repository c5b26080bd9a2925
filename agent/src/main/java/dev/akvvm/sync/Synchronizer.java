package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.PassState;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs passes over the certificates that are due, and carries from one to the next. */
public final class Synchronizer {
  private final List<ObservedCertificate> certificates;
  private final Pass pass;
  private final Schedule schedule;
  private final Clock clock;
  private final Map<ObservedCertificate, Outcome> latest = new LinkedHashMap<>();

  /**
   * Takes up where an earlier process left.
   *
   * @param remembered what it left, if anything
   * @param everythingNow whether every certificate is polled in the first pass
   */
  public Synchronizer(
      List<ObservedCertificate> certificates,
      Pass pass,
      Pacing pacing,
      Clock clock,
      Optional<PassState> remembered,
      boolean everythingNow) {
    this.certificates = List.copyOf(certificates);
    this.pass = pass;
    this.clock = clock;
    this.schedule = new Schedule(certificates, pacing);
    remembered.ifPresent(state -> schedule.recall(state.entries(), everythingNow, clock.instant()));
    certificates.forEach(certificate -> latest.put(certificate, standing(certificate)));
  }

  /** How a certificate stands that has not been polled by this process. */
  private Outcome standing(ObservedCertificate certificate) {
    Turn turn = schedule.turn(certificate);
    return turn.failures() == 0
        ? new Outcome.Waiting(pass.onDisk(certificate))
        : new Outcome.Failed(
            new Failure(Failure.Kind.STANDING, turn.reason(), Optional.empty()),
            pass.onDisk(certificate));
  }

  /** Polls what is due now and tells how everything stands. */
  public PassReport run() {
    for (ObservedCertificate certificate : certificates) {
      // Looked at one by one: a vault that has just asked for a pause is not asked again.
      if (schedule.isDue(certificate, clock.instant())) {
        Outcome outcome = pass.refresh(certificate);
        schedule.record(certificate, outcome, clock.instant());
        latest.put(certificate, outcome);
      }
    }
    return report();
  }

  /** How everything stands, without polling. */
  public PassReport report() {
    return new PassReport(latest);
  }

  /** When the next pass is due. */
  public Instant nextDue() {
    return schedule.next();
  }

  /** What the next process must know. */
  public PassState state() {
    return new PassState(nextDue(), schedule.entries());
  }
}
