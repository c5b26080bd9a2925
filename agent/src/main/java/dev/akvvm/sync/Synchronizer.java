package dev.akvvm.sync;

import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.onrenewal.RenewalActions;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Vault;
import dev.akvvm.state.PassState;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs passes over the certificates that are due, and carries state from one to the next. */
public final class Synchronizer {
  private static final Logger LOG = LoggerFactory.getLogger("Service");

  /** Further vaults wait until another is done; this many at once fit into memory. */
  private static final BoundedParallel VAULTS_AT_ONCE = new BoundedParallel(8);

  private final CertificateRefresher refresher;
  private final RenewalActions actions;
  private final Schedule schedule;
  private final Clock clock;
  private final Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
  private final Set<ObservedCertificate> polled = new HashSet<>();
  private final Streaks streaks;

  /**
   * Continues where an earlier process left off.
   *
   * @param actions what is done once certificates have changed; the store notifies it in advance
   * @param remembered what it left, if anything
   * @param everythingNow whether every certificate is polled in the first pass
   */
  public Synchronizer(
      List<ObservedCertificate> certificates,
      CertificateRefresher refresher,
      RenewalActions actions,
      PollPolicy policy,
      Clock clock,
      Optional<PassState> remembered,
      boolean everythingNow) {
    this.refresher = refresher;
    this.actions = actions;
    this.clock = clock;
    this.schedule = new Schedule(certificates, policy, refresher::tokenSource);
    remembered.ifPresent(state -> schedule.recall(state.entries(), everythingNow, now()));
    Map<String, String> entries = remembered.map(PassState::entries).orElse(Map.of());
    streaks = Streaks.recall(certificates, entries);
    certificates.forEach(certificate -> states.put(certificate, recalled(certificate, entries)));
  }

  /** The state of a certificate that this process has not polled yet. */
  private CertificateState recalled(ObservedCertificate certificate, Map<String, String> entries) {
    String reason = schedule.state(certificate).reason();
    CertificateState state =
        CertificateState.of(
            refresher.onDisk(certificate),
            reason.isEmpty()
                ? new Outcome.NotPolled()
                : new Outcome.Failed(Failure.needsOperator(reason)));
    return state.current().isEmpty()
        ? state
        : state.recalling(certificate.link().toString(), entries);
  }

  /**
   * Polls what is due now and returns the state of everything. Vaults are polled in parallel, the
   * certificates of one vault one after another.
   */
  public PassReport run() {
    Instant begun = now();
    Map<Vault, List<ObservedCertificate>> due =
        schedule.due(begun).stream()
            .collect(
                Collectors.groupingBy(
                    ObservedCertificate::vault, LinkedHashMap::new, Collectors.toList()));
    polled.clear();
    streaks.begin();
    LOG.debug(
        "due now: {} of {} {}, in {} vault(s)",
        due.values().stream().mapToInt(List::size).sum(),
        states.size(),
        ObservedCertificate.noun(states.keySet()),
        due.size());
    VAULTS_AT_ONCE.each(due.values(), certificates -> poll(certificates, begun));
    actions.run(current(), due.isEmpty() ? Occasion.RETRY : Occasion.PASS);
    return report();
  }

  /** What readers get now, when all links of a pass are in place. */
  private Map<ObservedCertificate, Optional<CurrentVersion>> current() {
    Map<ObservedCertificate, Optional<CurrentVersion>> current = new LinkedHashMap<>();
    states.forEach(
        (certificate, state) ->
            current.put(certificate, state.current().map(CertificateRefresher::current)));
    return current;
  }

  private void poll(List<ObservedCertificate> ofOneVault, Instant begun) {
    for (ObservedCertificate certificate : ofOneVault) {
      Optional<PollState> state = state(certificate);
      if (state.isPresent()) {
        record(certificate, refresher.refresh(certificate, state.get(), begun), begun);
      }
    }
  }

  /**
   * Checked before each certificate, so that a vault that has just asked for a pause is not asked
   * again.
   */
  private synchronized Optional<PollState> state(ObservedCertificate certificate) {
    return schedule.mayPoll(certificate, now())
        ? Optional.of(schedule.state(certificate))
        : Optional.empty();
  }

  private synchronized void record(
      ObservedCertificate certificate, CertificateRefresher.Result result, Instant begun) {
    CertificateState state =
        Objects.requireNonNull(
            states.computeIfPresent(certificate, (_, before) -> before.after(result)));
    polled.add(certificate);
    Instant now = now();
    streaks.record(certificate, state.failure().isPresent(), now);
    schedule.record(
        certificate,
        result.retry(),
        state.failure(),
        result.next(),
        // A clock that has gone back meanwhile must not delay a certificate.
        begun.isAfter(now) ? now : begun,
        now);
  }

  /** The state of everything, without polling. */
  public PassReport report() {
    Map<ObservedCertificate, CertificateState> all = new LinkedHashMap<>();
    states.forEach(
        (certificate, state) -> all.put(certificate, state.with(actions.actions(certificate))));
    return new PassReport(all, polled, streaks.all(), refresher.unmanaged());
  }

  /** When {@link #run} is due: for a certificate, or for what failed after its renewal. */
  public synchronized Instant nextDue() {
    now();
    Instant action = actions.next();
    Instant poll = schedule.next();
    return action.isBefore(poll) ? action : poll;
  }

  /** Whether something has to be done after a renewal before the next certificate is due. */
  public synchronized boolean isUnsettled() {
    now();
    return actions.next().isBefore(schedule.next());
  }

  private synchronized Instant now() {
    Instant now = clock.instant();
    schedule.follow(now);
    return now;
  }

  /** What the next process must know. */
  public PassState state() {
    Map<String, String> entries = new TreeMap<>(schedule.entries());
    states.forEach((certificate, state) -> state.remember(certificate.link().toString(), entries));
    streaks.remember(entries);
    return new PassState(nextDue(), entries);
  }
}
