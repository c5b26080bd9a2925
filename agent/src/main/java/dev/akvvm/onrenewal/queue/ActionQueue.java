package dev.akvvm.onrenewal.queue;

import dev.akvvm.files.HeldLock;
import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.onrenewal.RenewalActions;
import dev.akvvm.onrenewal.plan.Attempt;
import dev.akvvm.onrenewal.plan.Change;
import dev.akvvm.onrenewal.plan.PendingChanges;
import dev.akvvm.onrenewal.plan.Plan;
import dev.akvvm.onrenewal.plan.WantedActions;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does once what several certificates of a pass want, retries what failed, and remembers everything
 * until it has worked. An action that takes long delays no pass: {@link Plan} says what to do,
 * {@link ActionWorker} does it on a thread beside the passes.
 */
public final class ActionQueue implements RenewalActions {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /** Most actions are done by then, and the status can say at once how they went. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final ActionWorker worker;
  private final PendingChangesFile file;
  private Map<ObservedCertificate, Optional<CurrentVersion>> current = Map.of();

  /** What is being done, or was done last; yields the time before which nothing more is begun. */
  private CompletableFuture<Instant> work = CompletableFuture.completedFuture(Instant.MIN);

  /** Continues from what an earlier process left. */
  ActionQueue(ActionWorker worker) {
    this.worker = worker;
    this.file = worker.file();
    file.read();
  }

  /**
   * The queue of this machine.
   *
   * @param home the package's folder
   * @param interval between two polls: nothing is delayed longer
   */
  public static ActionQueue ofMachine(Path home, Duration interval, Clock clock) {
    return new ActionQueue(ActionWorker.ofMachine(home, interval, clock));
  }

  /** Makes everything that failed due at once, as if for the first time. */
  public void startOver() {
    file.update(PendingChanges::afresh);
  }

  @Override
  public void remember(ObservedCertificate certificate, Optional<String> from, String to) {
    List<Action> wanted = worker.wanted().of(certificate);
    if (!wanted.isEmpty()) {
      file.update(pending -> pending.changing(certificate.link().toString(), from, to, wanted));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>While something is being done nothing else is begun: what has changed meanwhile is done
   * afterwards.
   */
  @Override
  public void run(Map<ObservedCertificate, Optional<CurrentVersion>> now, Occasion occasion) {
    current = Collections.unmodifiableMap(new LinkedHashMap<>(now));
    if (work.isDone()) {
      work = CompletableFuture.completedFuture(Instant.MIN);
      if (!file.read().isSettled()) {
        WantedActions wanted = worker.wanted();
        tidy(wanted);
        Plan plan = new Plan(file.known(), current, wanted);
        if (!plan.due(occasion, worker.clock().instant(), worker.interval()).isEmpty()) {
          work = begin(current, occasion);
        }
      }
    }
    awaitMoment();
  }

  @Override
  public List<ActionState> actions(ObservedCertificate certificate) {
    PendingChanges known = file.known();
    Plan plan = plan(known, known.changesOf(certificate));
    return new ActionMessages(plan, worker.running()).of(certificate);
  }

  @Override
  public Instant next() {
    if (!work.isDone()) {
      return worker.clock().instant().plus(MOMENT);
    }
    PendingChanges known = file.known();
    Instant planned = plan(known, known.changes()).next();
    Instant notBefore = work.join();
    return planned.isBefore(notBefore) ? notBefore : planned;
  }

  /** Where nothing has changed nothing is wanted, and the hooks need not be looked for on disk. */
  private Plan plan(PendingChanges known, List<Change> changes) {
    return new Plan(
        known, current, changes.isEmpty() ? new WantedActions(List.of()) : worker.wanted());
  }

  /** Forgets what is no longer wanted. No installation is under way at this point. */
  private void tidy(WantedActions wanted) {
    PendingChanges before = file.known();
    PendingChanges after = new Plan(before, current, wanted).useful();
    before.attempts().entrySet().stream()
        .filter(each -> !after.attempts().containsKey(each.getKey()))
        .forEach(
            lost -> LOG.info("no longer wanted, not tried again: {}", lost.getValue().failure()));
    if (!after.equals(before)) {
      file.update(pending -> new Plan(pending, current, wanted).useful());
    }
  }

  /** A thread of its own, which does not keep the process from ending. */
  private CompletableFuture<Instant> begin(
      Map<ObservedCertificate, Optional<CurrentVersion>> now, Occasion occasion) {
    return CompletableFuture.supplyAsync(
        () -> work(now, occasion), task -> Thread.ofPlatform().daemon().name("reload").start(task));
  }

  /** When more may be begun. */
  private Instant work(Map<ObservedCertificate, Optional<CurrentVersion>> now, Occasion occasion) {
    try {
      Optional<HeldLock> claim = worker.claim(Duration.ZERO);
      if (claim.isEmpty()) {
        return worker.clock().instant().plus(MOMENT);
      }
      try (HeldLock _ = claim.get()) {
        worker.perform(now, occasion, _ -> {});
      }
      return Instant.MIN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Instant.MIN;
    } catch (RuntimeException e) {
      LOG.error("internal error", e);
      return worker.clock().instant().plus(Attempt.longestPause(worker.interval()));
    }
  }

  private void awaitMoment() {
    try {
      work.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It goes on beside the passes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // An error, not a failure of an action: asking when to go on will throw it, too.
      LOG.error("internal error", e.getCause());
    }
  }
}
