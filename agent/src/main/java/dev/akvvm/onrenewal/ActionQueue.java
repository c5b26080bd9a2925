package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.StateFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does once what several certificates of a pass want, tries again what failed, and remembers it all
 * until it has worked. An action that takes long delays no pass.
 */
public final class ActionQueue implements Reloads {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /** Most actions are done by then, and the status tells at once how they went. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final List<ObservedCertificate> certificates;
  private final ConfiguredActions configured;
  private final PendingChangesFile file;
  private final ActionRun actionRun;
  private boolean isAfresh;
  private boolean isBusy;
  private DueActions due = new DueActions(Map.of(), List.of());
  private Optional<RunningAction> running = Optional.empty();
  private Instant again = Instant.MAX;

  ActionQueue(
      Collection<ObservedCertificate> certificates,
      ConfiguredActions configured,
      ActionRun actionRun,
      boolean everythingNow) {
    this.certificates = List.copyOf(certificates);
    this.configured = configured;
    this.actionRun = actionRun;
    this.file = actionRun.file();
    this.isAfresh = everythingNow;
    file.read();
  }

  /**
   * What is done on this machine.
   *
   * @param certificates all that the settings ask for
   * @param home the package's folder
   * @param interval between two polls: nothing is put off longer
   * @param everythingNow whether what failed before is tried at once, as after a start by hand
   */
  public static ActionQueue ofMachine(
      Collection<ObservedCertificate> certificates,
      Path home,
      Duration interval,
      Clock clock,
      boolean everythingNow) {
    StateFolder state = StateFolder.besideWaagent(home);
    Runner runner = MachineRunner.ofMachine(home, state.actionLock());
    PendingChangesFile file = new PendingChangesFile(state.reloads());
    ActionRun actionRun =
        new ActionRun(
            file, state.reloadLock(), runner, new HookEnvironment(state.path()), interval, clock);
    return new ActionQueue(certificates, ConfiguredActions.ofMachine(), actionRun, everythingNow);
  }

  @Override
  public void remember(ObservedCertificate certificate, Optional<String> from, String to) {
    List<Action> wanted = configured.of(certificate);
    if (!wanted.isEmpty()) {
      file.update(pending -> pending.changing(certificate.link().toString(), from, to, wanted));
    }
  }

  @Override
  public synchronized void run(
      Function<ObservedCertificate, Optional<CurrentVersion>> shown, boolean isNewPass) {
    if (isBusy) {
      // What has changed meanwhile is not among what is being done already.
      again = isNewPass ? Instant.EPOCH : again;
    } else if (!file.read().equals(PendingChanges.NOTHING)) {
      Map<ObservedCertificate, CurrentVersion> now = shown(shown);
      tidy(now);
      again = Instant.MAX;
      if (!due(isNewPass).isEmpty()) {
        isBusy = true;
        Thread.ofPlatform().daemon().name("reload").start(() -> work(now, isNewPass));
      }
    }
    awaitMoment();
  }

  /**
   * Does at once all that waits for another try, without the passes and whether or not it is due.
   *
   * @param patience how long to wait for an agent that is running them
   * @param tell gets one line for each action
   * @return whether all of it worked; empty when an agent was running them all the time
   */
  public Optional<Boolean> runNow(
      Function<ObservedCertificate, Optional<CurrentVersion>> shown,
      Duration patience,
      Consumer<String> tell)
      throws InterruptedException {
    List<ActionResult> all = new ArrayList<>();
    boolean isDone =
        actionRun.run(
            patience,
            () -> {
              file.read();
              return DueActions.of(file.known(), shown(shown), configured).open();
            },
            (_, _) -> {},
            (_, result) -> {
              all.add(result);
              tell.accept(result.line());
            });
    forgetFinished();
    return isDone ? Optional.of(all.stream().allMatch(ActionResult::worked)) : Optional.empty();
  }

  /** Only for those that have changed: whatever is installed must be read for it. */
  private Map<ObservedCertificate, CurrentVersion> shown(
      Function<ObservedCertificate, Optional<CurrentVersion>> shown) {
    Map<ObservedCertificate, CurrentVersion> now = new LinkedHashMap<>();
    for (ObservedCertificate certificate : certificates) {
      if (file.known().changes().stream().anyMatch(each -> DueActions.isOf(each, certificate))) {
        shown.apply(certificate).ifPresent(version -> now.put(certificate, version));
      }
    }
    return now;
  }

  /** Forgets what nobody wants any more. No installation is under way here. */
  private void tidy(Map<ObservedCertificate, CurrentVersion> now) {
    PendingChanges before = file.known();
    boolean isFirst = isAfresh;
    isAfresh = false;
    PendingChanges after = tidied(before, now, isFirst);
    before.attempts().keySet().stream()
        .filter(key -> !after.attempts().containsKey(key))
        .flatMap(key -> Optional.ofNullable(before.attempts().get(key)).stream())
        .forEach(lost -> LOG.info("not wanted any more, so not tried again: {}", lost.failure()));
    if (!after.equals(before)) {
      file.update(pending -> tidied(pending, now, isFirst));
    }
    due = DueActions.of(file.known(), now, configured);
  }

  private void forgetFinished() {
    file.update(pending -> DueActions.unfinished(pending, certificates, configured));
  }

  private PendingChanges tidied(
      PendingChanges pending, Map<ObservedCertificate, CurrentVersion> now, boolean isFirst) {
    PendingChanges useful =
        DueActions.of(pending, now, configured).useful(pending, certificates, now);
    return isFirst ? useful.afresh() : useful;
  }

  private Map<Action, Map<ObservedCertificate, CurrentVersion>> due(boolean isNewPass) {
    Map<Action, Map<ObservedCertificate, CurrentVersion>> dueNow = new LinkedHashMap<>(due.open());
    dueNow.keySet().removeIf(action -> !isDue(action, isNewPass));
    return dueNow;
  }

  private boolean isDue(Action action, boolean isNewPass) {
    return file.known()
        .attempt(action)
        .map(attempt -> attempt.isDue(actionRun.clock().instant(), actionRun.interval(), isNewPass))
        .orElse(true);
  }

  private void work(Map<ObservedCertificate, CurrentVersion> now, boolean isNewPass) {
    try {
      if (!actionRun.run(
          Duration.ZERO, () -> dueByNow(now, isNewPass), this::begin, (_, _) -> refresh(now))) {
        lookAgainIn(MOMENT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("internal error", e);
      lookAgainIn(Attempt.longestPause(actionRun.interval()));
    } finally {
      end(now);
    }
  }

  private synchronized Map<Action, Map<ObservedCertificate, CurrentVersion>> dueByNow(
      Map<ObservedCertificate, CurrentVersion> now, boolean isNewPass) {
    refresh(now);
    return due(isNewPass);
  }

  private synchronized void begin(Action action, Map<ObservedCertificate, CurrentVersion> whom) {
    running = Optional.of(new RunningAction(action, whom.keySet(), actionRun.clock().instant()));
  }

  private synchronized void refresh(Map<ObservedCertificate, CurrentVersion> now) {
    running = Optional.empty();
    due = DueActions.of(file.read(), now, configured);
  }

  private synchronized void lookAgainIn(Duration pause) {
    Instant time = actionRun.clock().instant().plus(pause);
    again = again.isBefore(time) ? again : time;
  }

  private synchronized void end(Map<ObservedCertificate, CurrentVersion> now) {
    forgetFinished();
    refresh(now);
    isBusy = false;
    notifyAll();
  }

  private void awaitMoment() {
    long end = System.nanoTime() + MOMENT.toNanos();
    try {
      for (long left = MOMENT.toMillis(); isBusy && left > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized List<ActionState> actions(ObservedCertificate certificate) {
    return new ActionMessages(file.known(), configured, running).of(certificate);
  }

  @Override
  public synchronized Instant next() {
    if (isBusy) {
      return actionRun.clock().instant().plus(MOMENT);
    }
    return Stream.concat(
            Stream.of(again),
            due.open().keySet().stream()
                .flatMap(action -> file.known().attempt(action).stream())
                .flatMap(attempt -> attempt.due().stream()))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
