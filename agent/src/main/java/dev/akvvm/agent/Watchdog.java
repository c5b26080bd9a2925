package dev.akvvm.agent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Notices when the agent hangs. Every request is limited to a minute and every wait is checked
 * every few seconds, so an agent without progress for several minutes will not get any further. It
 * is then ended, and its launcher starts another. If the whole process stands still, systemd
 * notices, because signs of life stop.
 */
final class Watchdog {
  /** Longer than all requests for one certificate can take. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LongSupplier nanoTime;
  private final Runnable alive;
  private final Runnable hung;
  private final AtomicLong latest;

  /**
   * A watchdog that has just seen progress.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param alive called at each check that finds progress
   * @param hung called when there was none for {@link #PATIENCE}
   */
  Watchdog(LongSupplier nanoTime, Runnable alive, Runnable hung) {
    this.nanoTime = nanoTime;
    this.alive = alive;
    this.hung = hung;
    this.latest = new AtomicLong(nanoTime.getAsLong());
  }

  /** The agent has made progress. */
  void progress() {
    latest.set(nanoTime.getAsLong());
  }

  /** Checks once. */
  void look() {
    if (nanoTime.getAsLong() - latest.get() < PATIENCE.toNanos()) {
      alive.run();
    } else {
      hung.run();
    }
  }

  /** Checks periodically, in a thread of its own that does not keep the process alive. */
  void start(Duration between) {
    Thread.ofPlatform()
        .daemon()
        .name("watchdog")
        .start(
            () -> {
              try {
                while (true) {
                  Thread.sleep(between);
                  look();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
