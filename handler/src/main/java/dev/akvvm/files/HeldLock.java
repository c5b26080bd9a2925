package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An exclusive lock on a file, held until {@link #close()} or the end of the process, whichever
 * comes first: the kernel releases it, so a crash leaves nothing to clean up. It is a flock(2)
 * lock, as taken by the program {@code flock}.
 */
public final class HeldLock implements AutoCloseable {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

  private final Descriptor file;

  private HeldLock(Descriptor file) {
    this.file = file;
  }

  /**
   * Waits until no one else, in this process or another, holds the lock on {@code file}, then takes
   * it.
   *
   * @throws FileSystemException when it is still held by another after {@code limit}
   */
  public static HeldLock acquire(Path file, Duration limit)
      throws IOException, InterruptedException {
    return tryAcquire(file, limit)
        .orElseThrow(
            () ->
                new FileSystemException(
                    file.toString(),
                    null,
                    "still locked by another process after " + limit.toSeconds() + " s"));
  }

  /** The same; empty when it is still held by another after {@code limit}. */
  public static Optional<HeldLock> tryAcquire(Path file, Duration limit)
      throws IOException, InterruptedException {
    Descriptor descriptor = DurableFiles.lockFile(file);
    boolean isLocked = false;
    try {
      long end = System.nanoTime() + limit.toNanos();
      isLocked = descriptor.lock();
      while (!isLocked && System.nanoTime() - end < 0) {
        Thread.sleep(BETWEEN_ATTEMPTS);
        isLocked = descriptor.lock();
      }
      return isLocked ? Optional.of(new HeldLock(descriptor)) : Optional.empty();
    } finally {
      if (!isLocked) {
        descriptor.close();
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
