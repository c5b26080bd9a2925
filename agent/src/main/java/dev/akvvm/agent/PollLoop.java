package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.Synchronizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only class that repeats passes: they follow each other while the next is near; when it is
 * not, the process ends and the launcher, which needs next to no memory, waits instead.
 */
final class PollLoop {
  /** A wait longer than this is not worth a process that holds a hundred megabytes. */
  static final Duration WORTH_STAYING = Duration.ofSeconds(90);

  /** How often a waiting agent checks whether it should go on. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger("Service");

  private final Synchronizer synchronizer;
  private final Reporters reporters;
  private final Path stateFile;
  private final ParentCheck parentCheck;
  private final Watchdog watchdog;
  private final Clock clock;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  PollLoop(
      Synchronizer synchronizer,
      Reporters reporters,
      Path stateFile,
      ParentCheck parentCheck,
      Watchdog watchdog,
      Clock clock) {
    this.synchronizer = synchronizer;
    this.reporters = reporters;
    this.stateFile = stateFile;
    this.parentCheck = parentCheck;
    this.watchdog = watchdog;
    this.clock = clock;
  }

  /**
   * Runs passes until the next is far off, the agent is told to stop, its package or launcher is
   * gone, or its sandbox keeps it from its stores.
   *
   * @return false in the last case: a new sandbox may help
   */
  boolean run() throws InterruptedException {
    try {
      reporters.tellBeginning(synchronizer.report(), synchronizer.nextDue());
      do {
        reporters.begin(synchronizer.report());
        long begun = System.nanoTime();
        PassReport pass = synchronizer.run();
        reporters.tell(pass, synchronizer.nextDue(), Duration.ofNanos(System.nanoTime() - begun));
        remember();
        if (parentCheck.hasUnwritableStore()) {
          LOG.warn("the sandbox does not allow writing to a store; restarting with a new sandbox");
          return false;
        }
      } while (isWorthStaying() && waited());
      return true;
    } finally {
      done.countDown();
    }
  }

  /** Asks the loop to stop and waits for it: a file that is being written is finished first. */
  void stop(Duration limit) throws InterruptedException {
    stop.countDown();
    if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("stopped during a pass; the next pass continues");
    }
  }

  private boolean isWorthStaying() {
    return synchronizer.isUnsettled() || untilNext().compareTo(WORTH_STAYING) <= 0;
  }

  private Duration untilNext() {
    return Duration.between(clock.instant(), synchronizer.nextDue());
  }

  /** Waits for the next pass; false when there is to be none. */
  private boolean waited() throws InterruptedException {
    while (!parentCheck.isOrphaned()) {
      watchdog.progress();
      long left = untilNext().toMillis();
      if (stop.await(Math.clamp(left, 0, LOOK.toMillis()), TimeUnit.MILLISECONDS)) {
        return false;
      }
      if (left <= LOOK.toMillis()) {
        return true;
      }
    }
    LOG.info("package or launcher removed; exiting");
    return false;
  }

  private void remember() {
    try {
      synchronizer.state().write(stateFile);
    } catch (IOException e) {
      LOG.error("cannot remember when the next pass is due: {}", IoReason.of(e));
    }
  }
}
