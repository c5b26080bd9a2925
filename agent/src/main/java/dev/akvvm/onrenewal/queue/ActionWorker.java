package dev.akvvm.onrenewal.queue;

import dev.akvvm.files.HeldLock;
import dev.akvvm.files.IoReason;
import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.onrenewal.plan.Attempt;
import dev.akvvm.onrenewal.plan.PendingChanges;
import dev.akvvm.onrenewal.plan.Plan;
import dev.akvvm.onrenewal.plan.WantedActions;
import dev.akvvm.onrenewal.runner.ActionRunner;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does actions one after another, and records how each went. Only one process of the machine does
 * so at a time: the one that has the {@link #claim}.
 */
final class ActionWorker {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  private final PendingChangesFile file;
  private final RenewalHooks hooks;
  private final Path lock;
  private final ActionRunner runner;
  private final Duration interval;
  private final Clock clock;
  private final Map<Action, List<String>> logged = new HashMap<>();
  private final AtomicReference<Optional<RunningAction>> running =
      new AtomicReference<>(Optional.empty());

  /**
   * A worker that does nothing yet.
   *
   * @param lock held by the process that is doing actions
   * @param interval between two polls: no retry is delayed longer
   */
  ActionWorker(
      PendingChangesFile file,
      RenewalHooks hooks,
      Path lock,
      ActionRunner runner,
      Duration interval,
      Clock clock) {
    this.file = file;
    this.hooks = hooks;
    this.lock = lock;
    this.runner = runner;
    this.interval = interval;
    this.clock = clock;
  }

  /**
   * The worker of this machine.
   *
   * @param home the package's folder
   */
  static ActionWorker ofMachine(Path home, Duration interval, Clock clock) {
    StateFolder state = StateFolder.besideWaagent(home);
    return new ActionWorker(
        new PendingChangesFile(state.reloads()),
        RenewalHooks.ofMachine(),
        state.reloadLock(),
        ActionRunner.ofMachine(home, state),
        interval,
        clock);
  }

  PendingChangesFile file() {
    return file;
  }

  Duration interval() {
    return interval;
  }

  Clock clock() {
    return clock;
  }

  /** The actions wanted now: hooks come and go. */
  WantedActions wanted() {
    return new WantedActions(hooks.list());
  }

  /**
   * The right to do actions, and the duty to check first what is left to do.
   *
   * @param patience how long to wait for another process that is doing some
   * @return empty when another process was doing some all the time, or the lock could not be taken
   */
  Optional<HeldLock> claim(Duration patience) throws InterruptedException {
    try {
      return Optional.of(HeldLock.acquire(lock, patience));
    } catch (IOException e) {
      LOG.info("not now: {}", IoReason.of(e));
      return Optional.empty();
    }
  }

  /** Does everything that is due, and reports how each action went as soon as it has ended. */
  void perform(
      Map<ObservedCertificate, Optional<CurrentVersion>> current,
      Occasion occasion,
      Consumer<ActionResult> tell)
      throws InterruptedException {
    Map<Action, Map<ObservedCertificate, CurrentVersion>> due =
        new Plan(file.read(), current, wanted()).due(occasion, clock.instant(), interval);
    for (Map.Entry<Action, Map<ObservedCertificate, CurrentVersion>> each : due.entrySet()) {
      tell.accept(perform(each.getKey(), each.getValue()));
    }
    WantedActions wanted = wanted();
    file.update(pending -> new Plan(pending, current, wanted).unfinished());
  }

  /** What is being done; any thread may ask. */
  Optional<RunningAction> running() {
    return running.get();
  }

  private ActionResult perform(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException {
    running.set(Optional.of(new RunningAction(action, certificates.keySet(), clock.instant())));
    LOG.debug("beginning {} ({})", action, names(certificates));
    try {
      ActionResult result = runner.run(action, certificates);
      file.update(pending -> noted(pending, action, certificates, result));
      if (result.worked()) {
        LOG.info("{} ({})", result.line(), names(certificates));
      } else {
        LOG.warn("{} ({})", result.line(), names(certificates));
        log(action, result.output());
      }
      return result;
    } finally {
      running.set(Optional.empty());
    }
  }

  /** Once, however often the action fails in the same way. */
  private void log(Action action, List<String> output) {
    if (!output.equals(logged.put(action, output))) {
      output.forEach(line -> LOG.info("{}: output: {}", action, line));
    }
  }

  private PendingChanges noted(
      PendingChanges pending,
      Action action,
      Map<ObservedCertificate, CurrentVersion> certificates,
      ActionResult result) {
    return result.worked()
        ? pending.done(action, certificates, clock.instant())
        : pending.failed(
            action, Attempt.failed(pending.attempt(action), result, interval, clock.instant()));
  }

  private static String names(Map<ObservedCertificate, CurrentVersion> certificates) {
    return certificates.keySet().stream()
        .map(ObservedCertificate::displayName)
        .collect(Collectors.joining(", "));
  }
}
