package dev.akvvm.sync;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Does several pieces of work in parallel, so that one that hangs does not delay the others.
 *
 * @param most how many at once
 */
record BoundedParallel(int most) {
  /** Returns when all have ended. */
  <T> void each(Collection<T> work, Consumer<T> step) {
    if (work.size() < 2) {
      // Most machines have one vault, which needs no thread.
      work.forEach(step);
      return;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(most, work.size()))) {
      List<? extends Future<?>> all =
          work.stream().map(piece -> threads.submit(() -> step.accept(piece))).toList();
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
