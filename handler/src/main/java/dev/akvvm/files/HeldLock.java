package dev.akvvm.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a file, held until {@link #close()} or the end of the process, whichever is
 * first: the kernel releases it, so a crash leaves nothing to clean up.
 */
public final class HeldLock implements AutoCloseable {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

  private static final Set<OpenOption> CREATED_IF_MISSING =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  /** Whoever may read a file may keep others from locking it. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(Modes.PRIVATE_FILE);

  private final FileChannel channel;
  private final FileLock lock;

  private HeldLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits until nobody else, in this process or another, holds the lock on {@code file}, then holds
   * it.
   *
   * @throws FileSystemException when somebody still holds it after {@code limit}
   */
  public static HeldLock acquire(Path file, Duration limit)
      throws IOException, InterruptedException {
    FileChannel channel = FileChannel.open(file, CREATED_IF_MISSING, OWNER_ONLY);
    try {
      long end = System.nanoTime() + limit.toNanos();
      while (true) {
        FileLock lock = tryLock(channel);
        if (lock != null) {
          return new HeldLock(channel, lock);
        }
        if (System.nanoTime() - end >= 0) {
          throw new FileSystemException(
              file.toString(), null, "still locked by another process after " + seconds(limit));
        }
        Thread.sleep(BETWEEN_ATTEMPTS);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The JDK tells a holder in this process from one in another; to the waiting they are alike. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String seconds(Duration limit) {
    return limit.toSeconds() + " s";
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
