package dev.akvvm.packaged;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a condition rather than for time.
 *
 * @param situation tells, once it has waited in vain, how things stand
 */
record Await(Supplier<String> situation) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** Waits until the condition holds; {@code what} says what was expected. */
  void until(String what, Duration limit, BooleanSupplier condition) {
    value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until there is a value, and gives it. */
  <T> T value(String what, Duration limit, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not within " + limit.toSeconds() + " s: " + what + "\n" + situation.get());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
