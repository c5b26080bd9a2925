package dev.akvvm.files;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks at something over and over, on a thread of its own, and remembers what it should not see.
 */
final class Watcher implements AutoCloseable {
  /** One look; throws when it sees what must never be. */
  interface Look {
    void look() throws Exception;
  }

  private static final int ENOUGH = 20;

  private final AtomicLong looks = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stopped;

  private Watcher(Look look) {
    thread =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  while (!stopped && seen.get() == null) {
                    try {
                      look.look();
                    } catch (Exception | AssertionError e) {
                      seen.set(e);
                    }
                    looks.incrementAndGet();
                  }
                });
  }

  static Watcher of(Look look) {
    Watcher watcher = new Watcher(look);
    watcher.thread.start();
    return watcher;
  }

  /** Waits for a few more looks, so that a test does not pass because nobody looked. */
  void awaitLooks() {
    long wanted = looks.get() + ENOUGH;
    while (looks.get() < wanted && seen.get() == null) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    Throwable what = seen.get();
    if (what != null) {
      throw new AssertionError("the reader saw what it must never see", what);
    }
  }
}
