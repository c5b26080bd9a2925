package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void acquire_programFlock_locksTheSame() throws Exception {
    try (HeldLock _ = HeldLock.acquire(file, SHORT)) {
      assertEquals(1, flock("--nonblock", file.toString(), "true").waitFor());
    }
    assertEquals(0, flock("--nonblock", file.toString(), "true").waitFor());

    Process holder = flock(file.toString(), "sh", "-c", "echo held; read -r end");
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
      assertEquals("held", output.readLine());
      assertThrows(FileSystemException.class, () -> HeldLock.acquire(file, SHORT));
    } finally {
      holder.getOutputStream().close();
    }
    HeldLock.acquire(file, LONG).close();
  }

  private static Process flock(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("flock"));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line).start();
  }

  @Test
  void acquire_readOnlyDisk_locksWhatIsThere() throws Exception {
    Acl.assumeRoot();
    HeldLock.acquire(file, SHORT).close();
    Path folder = file.resolveSibling("");
    String readOnly = "mount --bind %1$s %1$s; mount -o remount,ro,bind %1$s".formatted(folder);

    assertEquals("held\ndone", ChildProcess.runAmongMounts(readOnly, "lock", file.toString()));

    Path missing = file.resolveSibling("missing.lock");
    assertEquals(
        missing + ": Read-only file system",
        ChildProcess.runAmongMounts(readOnly, "lock", missing.toString()));
  }

  @Test
  void acquire_link_refusedAndNotFollowed() throws IOException {
    Path elsewhere = file.resolveSibling("elsewhere");
    Files.createSymbolicLink(file, elsewhere);

    IOException e = assertThrows(IOException.class, () -> HeldLock.acquire(file, SHORT));

    assertEquals(file + ": is a symbolic link where a file is expected", IoReason.of(e));
    assertFalse(Files.exists(elsewhere));
  }
}
