package dev.akvvm.reload;

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
 * Does actions one after another. Only one process of the machine is at it at a time, and each
 * looks anew what is left to do once it is.
 */
record Round(
    PendingFile file, Path lock, Runner runner, Renewed renewed, Duration interval, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /**
   * Does what is due.
   *
   * @param patience how long to wait for another process that is at it
   * @param due asked once nobody else is at it
   * @param begin told of each action before it is begun
   * @param end told how each ended
   * @return false when another process was at it all the time, or the lock could not be had
   */
  boolean run(
      Duration patience,
      Supplier<Map<Action, Map<ObservedCertificate, Shown>>> due,
      BiConsumer<Action, Map<ObservedCertificate, Shown>> begin,
      BiConsumer<Action, Ended> end)
      throws InterruptedException {
    try (HeldLock _ = HeldLock.acquire(lock, patience)) {
      List<Map.Entry<Action, Map<ObservedCertificate, Shown>>> all =
          new ArrayList<>(due.get().entrySet());
      for (Map.Entry<Action, Map<ObservedCertificate, Shown>> each : all) {
        begin.accept(each.getKey(), each.getValue());
        end.accept(each.getKey(), perform(each.getKey(), each.getValue()));
      }
      return true;
    } catch (IOException e) {
      LOG.info("not now: {}", IoReason.of(e));
      return false;
    }
  }

  private Ended perform(Action action, Map<ObservedCertificate, Shown> certificates)
      throws InterruptedException {
    Ended ended = attempt(action, certificates);
    if (ended.worked()) {
      file.update(pending -> pending.done(action, Agenda.versions(certificates)));
      LOG.info("{} ({})", ended.line(), names(certificates));
    } else {
      file.update(
          pending ->
              pending.failed(
                  action,
                  Attempt.failed(pending.attempt(action), ended, interval, clock.instant())));
      LOG.warn("{} ({})", ended.line(), names(certificates));
    }
    return ended;
  }

  private Ended attempt(Action action, Map<ObservedCertificate, Shown> certificates)
      throws InterruptedException {
    Ended ended;
    try {
      ended = runner.run(action, renewed.environment(certificates));
    } catch (IOException e) {
      ended = Ended.failed(action + " failed: its lists cannot be written: " + IoReason.of(e));
    }
    // Not when interrupted: the program may go on without this process.
    removeFiles();
    return ended;
  }

  private void removeFiles() {
    try {
      renewed.removeFiles();
    } catch (IOException e) {
      LOG.warn("cannot remove a list of what was renewed: {}", IoReason.of(e));
    }
  }

  private static String names(Map<ObservedCertificate, Shown> certificates) {
    return certificates.keySet().stream()
        .map(ObservedCertificate::displayName)
        .collect(Collectors.joining(", "));
  }
}
