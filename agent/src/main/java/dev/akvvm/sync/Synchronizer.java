package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.PassState;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs passes over the certificates that are due, and carries from one to the next. */
public final class Synchronizer {
  private static final String GAP = "gap ";

  private final List<ObservedCertificate> certificates;
  private final Pass pass;
  private final Schedule schedule;
  private final Clock clock;
  private final Map<ObservedCertificate, Outcome> latest = new LinkedHashMap<>();
  private final Map<ObservedCertificate, String> gaps = new HashMap<>();

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
    remembered.ifPresent(state -> recall(state.entries(), everythingNow));
    certificates.forEach(certificate -> latest.put(certificate, standing(certificate)));
  }

  private void recall(Map<String, String> entries, boolean everythingNow) {
    schedule.recall(entries, everythingNow, clock.instant());
    for (ObservedCertificate certificate : certificates) {
      String gap = entries.get(GAP + certificate.link());
      if (gap != null && pass.onDisk(certificate).isPresent()) {
        gaps.put(certificate, gap);
      }
    }
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
        note(certificate, outcome);
      }
    }
    return report();
  }

  /** What was left out of a chain is known only when it is installed. */
  private void note(ObservedCertificate certificate, Outcome outcome) {
    if (outcome instanceof Outcome.Installed(_, Optional<String> gap)) {
      gaps.remove(certificate);
      gap.ifPresent(text -> gaps.put(certificate, text));
    }
  }

  /** How everything stands, without polling. */
  public PassReport report() {
    return new PassReport(latest, gaps);
  }

  /** When the next pass is due. */
  public Instant nextDue() {
    return schedule.next();
  }

  /** What the next process must know. */
  public PassState state() {
    Map<String, String> entries = new TreeMap<>(schedule.entries());
    gaps.forEach((certificate, gap) -> entries.put(GAP + certificate.link(), gap));
    return new PassState(nextDue(), entries);
  }
}
