package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldLockTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Path file;

  HeldLockTest(@TempDir Path folder) {
    this.file = folder.resolve("command.lock");
  }

  @Test
  void acquire_afterClose_succeeds() throws Exception {
    HeldLock.acquire(file, SHORT).close();
    HeldLock.acquire(file, SHORT).close();
  }

  @Test
  void acquire_newFile_isOfNoUseToOthers() throws Exception {
    HeldLock.acquire(file, SHORT).close();
    assertEquals(Modes.PRIVATE_FILE, Files.getPosixFilePermissions(file));
  }

  @Test
  void acquire_heldByAnotherThread_waits() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Boolean> releasedBefore;
      try (HeldLock _ = HeldLock.acquire(file, LONG)) {
        releasedBefore =
            executor.submit(
                () -> {
                  try (HeldLock _ = HeldLock.acquire(file, LONG)) {
                    return released.get();
                  }
                });
        assertThrows(FileSystemException.class, () -> HeldLock.acquire(file, SHORT));
        released.set(true);
      }
      assertTrue(releasedBefore.get());
    }
  }

  @Test
  void acquire_heldByAnotherProcess_waitsUntilItIsKilled() throws Exception {
    Process holder = ChildProcess.start(":", "lock", file.toString());
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
      assertEquals("held", output.readLine());

      IOException e = assertThrows(IOException.class, () -> HeldLock.acquire(file, SHORT));
      assertEquals(file + ": still locked by another process after 0 s", IoReason.of(e));

      holder.destroyForcibly();
      HeldLock.acquire(file, LONG).close();
    } finally {
      holder.destroyForcibly();
    }
  }
}
