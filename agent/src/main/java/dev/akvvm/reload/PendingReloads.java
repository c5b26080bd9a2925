package dev.akvvm.reload;

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
public final class PendingReloads implements Reloads {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /** Most actions are done by then, and the status tells at once how they went. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final List<ObservedCertificate> certificates;
  private final Wishes wishes;
  private final PendingFile file;
  private final Round round;
  private boolean isAfresh;
  private boolean isBusy;
  private Agenda agenda = new Agenda(Map.of(), List.of());
  private Optional<Running> running = Optional.empty();
  private Instant again = Instant.MAX;

  PendingReloads(
      Collection<ObservedCertificate> certificates,
      Wishes wishes,
      Round round,
      boolean everythingNow) {
    this.certificates = List.copyOf(certificates);
    this.wishes = wishes;
    this.round = round;
    this.file = round.file();
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
  public static PendingReloads ofMachine(
      Collection<ObservedCertificate> certificates,
      Path home,
      Duration interval,
      Clock clock,
      boolean everythingNow) {
    StateFolder state = StateFolder.besideWaagent(home);
    Runner runner = MachineRunner.ofMachine(home, state.actionLock());
    PendingFile file = new PendingFile(state.reloads());
    Round round =
        new Round(file, state.reloadLock(), runner, new Renewed(state.path()), interval, clock);
    return new PendingReloads(certificates, Wishes.ofMachine(), round, everythingNow);
  }

  @Override
  public void remember(ObservedCertificate certificate, Optional<String> from, String to) {
    List<Action> wanted = wishes.of(certificate);
    if (!wanted.isEmpty()) {
      file.update(pending -> pending.changing(certificate.link().toString(), from, to, wanted));
    }
  }

  @Override
  public synchronized void run(
      Function<ObservedCertificate, Optional<Shown>> shown, boolean isNewPass) {
    if (isBusy) {
      // What has changed meanwhile is not on the agenda of those who are at work.
      again = isNewPass ? Instant.EPOCH : again;
    } else if (!file.read().equals(Pending.NOTHING)) {
      Map<ObservedCertificate, Shown> now = shown(shown);
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
   * @param patience how long to wait for an agent that is at it
   * @param tell gets one line for each action
   * @return whether all of it worked; empty when an agent was at it all the time
   */
  public Optional<Boolean> runNow(
      Function<ObservedCertificate, Optional<Shown>> shown,
      Duration patience,
      Consumer<String> tell)
      throws InterruptedException {
    List<Ended> all = new ArrayList<>();
    boolean isDone =
        round.run(
            patience,
            () -> {
              file.read();
              return Agenda.of(file.known(), shown(shown), wishes).open();
            },
            (_, _) -> {},
            (_, ended) -> {
              all.add(ended);
              tell.accept(ended.line());
            });
    forgetFinished();
    return isDone ? Optional.of(all.stream().allMatch(Ended::worked)) : Optional.empty();
  }

  /** Only for those that have changed: whatever is installed must be read for it. */
  private Map<ObservedCertificate, Shown> shown(
      Function<ObservedCertificate, Optional<Shown>> shown) {
    Map<ObservedCertificate, Shown> now = new LinkedHashMap<>();
    for (ObservedCertificate certificate : certificates) {
      if (file.known().changes().stream().anyMatch(each -> Agenda.isOf(each, certificate))) {
        shown.apply(certificate).ifPresent(version -> now.put(certificate, version));
      }
    }
    return now;
  }

  /** Forgets what nobody wants any more. No installation is under way here. */
  private void tidy(Map<ObservedCertificate, Shown> now) {
    Pending before = file.known();
    boolean isFirst = isAfresh;
    isAfresh = false;
    Pending after = tidied(before, now, isFirst);
    before.attempts().keySet().stream()
        .filter(key -> !after.attempts().containsKey(key))
        .flatMap(key -> Optional.ofNullable(before.attempts().get(key)).stream())
        .forEach(lost -> LOG.info("not wanted any more, so not tried again: {}", lost.trouble()));
    if (!after.equals(before)) {
      file.update(pending -> tidied(pending, now, isFirst));
    }
    agenda = Agenda.of(file.known(), now, wishes);
  }

  private void forgetFinished() {
    file.update(pending -> Agenda.unfinished(pending, certificates, wishes));
  }

  private Pending tidied(Pending pending, Map<ObservedCertificate, Shown> now, boolean isFirst) {
    Pending useful = Agenda.of(pending, now, wishes).useful(pending, certificates, now);
    return isFirst ? useful.afresh() : useful;
  }

  private Map<Action, Map<ObservedCertificate, Shown>> due(boolean isNewPass) {
    Map<Action, Map<ObservedCertificate, Shown>> due = new LinkedHashMap<>(agenda.open());
    due.keySet().removeIf(action -> !isDue(action, isNewPass));
    return due;
  }

  private boolean isDue(Action action, boolean isNewPass) {
    return file.known()
        .attempt(action)
        .map(attempt -> attempt.isDue(round.clock().instant(), round.interval(), isNewPass))
        .orElse(true);
  }

  private void work(Map<ObservedCertificate, Shown> now, boolean isNewPass) {
    try {
      if (!round.run(
          Duration.ZERO, () -> dueByNow(now, isNewPass), this::begin, (_, _) -> refresh(now))) {
        lookAgainIn(MOMENT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("internal error: {}", e.toString());
      lookAgainIn(Attempt.longestPause(round.interval()));
    } finally {
      end(now);
    }
  }

  private synchronized Map<Action, Map<ObservedCertificate, Shown>> dueByNow(
      Map<ObservedCertificate, Shown> now, boolean isNewPass) {
    refresh(now);
    return due(isNewPass);
  }

  private synchronized void begin(Action action, Map<ObservedCertificate, Shown> whom) {
    running = Optional.of(new Running(action, whom.keySet(), round.clock().instant()));
  }

  private synchronized void refresh(Map<ObservedCertificate, Shown> now) {
    running = Optional.empty();
    agenda = Agenda.of(file.read(), now, wishes);
  }

  private synchronized void lookAgainIn(Duration pause) {
    Instant time = round.clock().instant().plus(pause);
    again = again.isBefore(time) ? again : time;
  }

  private synchronized void end(Map<ObservedCertificate, Shown> now) {
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
  public synchronized Optional<String> trouble(ObservedCertificate certificate) {
    return new Troubles(file.known(), wishes, running).of(certificate);
  }

  @Override
  public synchronized Instant next() {
    if (isBusy) {
      return round.clock().instant().plus(MOMENT);
    }
    return Stream.concat(
            Stream.of(again),
            agenda.open().keySet().stream()
                .flatMap(action -> file.known().attempt(action).stream())
                .flatMap(attempt -> attempt.due().stream()))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
