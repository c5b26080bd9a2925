package dev.akvvm.onrenewal;

import dev.akvvm.files.HeldLock;
import dev.akvvm.files.IoReason;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does actions one after another. Only one process of the machine runs them at a time, and each
 * looks anew what is left to do once it is.
 */
record ActionRun(
    PendingChangesFile file,
    Path lock,
    Runner runner,
    HookEnvironment environment,
    Duration interval,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /**
   * Does what is due.
   *
   * @param patience how long to wait for another process that is running them
   * @param due asked once nobody else is running any
   * @param begin told of each action before it is begun
   * @param end told how each ended
   * @return false when another process was running them all the time, or the lock could not be had
   */
  boolean run(
      Duration patience,
      Supplier<Map<Action, Map<ObservedCertificate, CurrentVersion>>> due,
      BiConsumer<Action, Map<ObservedCertificate, CurrentVersion>> begin,
      BiConsumer<Action, ActionResult> end)
      throws InterruptedException {
    try (HeldLock _ = HeldLock.acquire(lock, patience)) {
      List<Map.Entry<Action, Map<ObservedCertificate, CurrentVersion>>> all =
          new ArrayList<>(due.get().entrySet());
      for (Map.Entry<Action, Map<ObservedCertificate, CurrentVersion>> each : all) {
        begin.accept(each.getKey(), each.getValue());
        end.accept(each.getKey(), perform(each.getKey(), each.getValue()));
      }
      return true;
    } catch (IOException e) {
      LOG.info("not now: {}", IoReason.of(e));
      return false;
    }
  }

  private ActionResult perform(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException {
    ActionResult result = attempt(action, certificates);
    if (result.worked()) {
      file.update(pending -> pending.done(action, DueActions.versions(certificates)));
      LOG.info("{} ({})", result.line(), names(certificates));
    } else {
      file.update(
          pending ->
              pending.failed(
                  action,
                  Attempt.failed(pending.attempt(action), result, interval, clock.instant())));
      LOG.warn("{} ({})", result.line(), names(certificates));
    }
    return result;
  }

  private ActionResult attempt(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException {
    ActionResult result;
    try {
      result = runner.run(action, environment.environment(certificates));
    } catch (IOException e) {
      result =
          ActionResult.failed(action + " failed: its lists cannot be written: " + IoReason.of(e));
    }
    // Not when interrupted: the program may go on without this process.
    removeFiles();
    return result;
  }

  private void removeFiles() {
    try {
      environment.removeFiles();
    } catch (IOException e) {
      LOG.warn("cannot remove a list of what was renewed: {}", IoReason.of(e));
    }
  }

  private static String names(Map<ObservedCertificate, CurrentVersion> certificates) {
    return certificates.keySet().stream()
        .map(ObservedCertificate::displayName)
        .collect(Collectors.joining(", "));
  }
}
