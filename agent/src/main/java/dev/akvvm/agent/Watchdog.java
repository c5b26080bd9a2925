package dev.akvvm.agent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Notices when the agent hangs. Every request is limited to a minute and every wait looks up after
 * seconds, so an agent without progress for several minutes will not get any further. It is ended
 * then, and its launcher starts another. That the whole process stands still, systemd notices: it
 * no longer gets signs of life.
 */
final class Watchdog {
  /** Longer than the requests for one certificate can take together. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LongSupplier nanoTime;
  private final Runnable alive;
  private final Runnable hung;
  private final AtomicLong latest;

  /**
   * A watchdog that has just seen progress.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @param alive told at each look that finds progress
   * @param hung told when there was none for {@link #PATIENCE}
   */
  Watchdog(LongSupplier nanoTime, Runnable alive, Runnable hung) {
    this.nanoTime = nanoTime;
    this.alive = alive;
    this.hung = hung;
    this.latest = new AtomicLong(nanoTime.getAsLong());
  }

  /** The agent got somewhere. */
  void progress() {
    latest.set(nanoTime.getAsLong());
  }

  /** Looks once. */
  void look() {
    if (nanoTime.getAsLong() - latest.get() < PATIENCE.toNanos()) {
      alive.run();
    } else {
      hung.run();
    }
  }

  /** Looks again and again, in a thread of its own that does not keep the process alive. */
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
