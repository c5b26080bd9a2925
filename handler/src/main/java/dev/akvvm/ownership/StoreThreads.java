package dev.akvvm.ownership;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does the work of each store on a thread of its own, one piece after another: a file system that
 * hangs, even on purpose, holds up its own certificates and no others.
 */
public final class StoreThreads {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Duration limit;
  private final Map<Path, Worker> workers = new ConcurrentHashMap<>();

  /** Threads that give each piece of work 15 s. */
  public StoreThreads() {
    this(LIMIT);
  }

  /**
   * With this limit.
   *
   * @param limit how long one piece of work may take
   */
  public StoreThreads(Duration limit) {
    this.limit = limit;
  }

  /** Something to do in a store. */
  public interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does it and waits for it.
   *
   * @throws IOException when it failed, took too long, or ran out of memory; or when earlier work
   *     has not ended yet
   */
  public <T> T run(Path store, Work<T> work) throws IOException {
    Worker worker = workers.computeIfAbsent(store, _ -> new Worker());
    if (worker.hasWorkedSince(System.nanoTime() - limit.toNanos())) {
      throw late(store);
    }
    Future<T> result = worker.thread.submit(() -> worker.run(work));
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // What has not begun is no longer wanted.
      result.cancel(false);
      throw late(store);
    } catch (ExecutionException e) {
      throw failed(store, Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(store + ": interrupted");
    }
  }

  private static final class Worker {
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().daemon().name("store").unstarted(work));

    private final AtomicReference<Optional<Long>> begun = new AtomicReference<>(Optional.empty());

    <T> T run(Work<T> work) throws IOException {
      begun.set(Optional.of(System.nanoTime()));
      try {
        return work.run();
      } finally {
        begun.set(Optional.empty());
      }
    }

    /** Whether the same piece of work was under way then and still is. */
    boolean hasWorkedSince(long time) {
      return begun.get().filter(start -> start - time < 0).isPresent();
    }
  }

  private IOException late(Path store) {
    return failure(
        store,
        "its file system has not answered for %d s; is its file server unreachable?"
            .formatted(limit.toSeconds()));
  }

  private static IOException failed(Path store, Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case OutOfMemoryError _ -> failure(store, "not enough memory to read it");
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(store + ": " + cause, cause);
    };
  }

  private static IOException failure(Path store, String reason) {
    return new FileSystemException(store.toString(), null, reason);
  }
}
