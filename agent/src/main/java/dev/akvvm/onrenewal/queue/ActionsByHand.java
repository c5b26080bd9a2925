package dev.akvvm.onrenewal.queue;

import dev.akvvm.files.HeldLock;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does at once everything that waits for a retry, without a pass and whether or not it is due.
 * While this is open no other process of the machine does any actions.
 */
public final class ActionsByHand implements AutoCloseable {
  private final HeldLock claim;
  private final ActionWorker worker;

  private ActionsByHand(HeldLock claim, ActionWorker worker) {
    this.claim = claim;
    this.worker = worker;
  }

  /**
   * Waits for its turn.
   *
   * @param home the package's folder
   * @param interval between two polls: no retry is delayed longer
   * @param patience how long to wait for an agent that is doing some
   * @return empty when an agent was doing some all the time
   */
  public static Optional<ActionsByHand> ofMachine(
      Path home, Duration interval, Clock clock, Duration patience) throws InterruptedException {
    return of(ActionWorker.ofMachine(home, interval, clock), patience);
  }

  static Optional<ActionsByHand> of(ActionWorker worker, Duration patience)
      throws InterruptedException {
    return worker.claim(patience).map(claim -> new ActionsByHand(claim, worker));
  }

  /**
   * Does what is left to do for these certificates, and for no others.
   *
   * @param current what readers of each get now, if anything
   * @param tell gets one line for each action
   * @return whether all of it worked
   */
  public boolean run(
      Map<ObservedCertificate, Optional<CurrentVersion>> current, Consumer<String> tell)
      throws InterruptedException {
    List<ActionResult> all = new ArrayList<>();
    worker.perform(
        current,
        Occasion.BY_HAND,
        result -> {
          all.add(result);
          tell.accept(result.line());
        });
    return all.stream().allMatch(ActionResult::worked);
  }

  @Override
  public void close() {
    claim.close();
  }
}
