package dev.akvvm.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/akvvm_service}, with a program in place of the packaged Java that ends at once. The
 * shell tells each of its steps.
 */
@Timeout(30)
final class LauncherScriptTest {
  private static final Duration DAYS = Duration.ofDays(10);

  private final Path home;
  private final Path script;
  private final Path state;
  private final List<Process> started = new ArrayList<>();

  LauncherScriptTest(@TempDir Path temporary) throws IOException {
    Path folder = Files.createDirectories(temporary.toRealPath().resolve("var/lib/waagent"));
    home = folder.resolve("Akvvm.KeyVaultForLinux-3.0.0");
    script = Files.createDirectories(home.resolve("bin")).resolve("akvvm_service");
    state = Files.createDirectories(folder.resolveSibling("akvvm"));
    unpack();
    Files.copy(Path.of("../handler/src/package/bin/runtime"), script.resolveSibling("runtime"));
    for (String runtime : List.of("runtime/amd64", "runtime/arm64")) {
      Path java = Files.createDirectories(home.resolve(runtime + "/bin")).resolve("java");
      Files.writeString(java, "#!/bin/sh\n");
      assertTrue(java.toFile().setExecutable(true));
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process launcher : started) {
      launcher.destroy();
      launcher.waitFor();
    }
  }

  @Test
  void nap_nextPassIsDueLater_lastsUntilThen() throws Exception {
    Instant now = Instant.now();
    remember(now.plusSeconds(1000), now);
    long nap = napOf(start().inputReader(UTF_8));
    assertTrue(nap > 950 && nap <= 1000, "it sleeps " + nap + " s");
  }

  @Test
  void nap_clockWentBackAndPassCouldNotSayAnew_lastsAsLongAsWasMeantThen() throws Exception {
    Instant wrong = Instant.now().plus(DAYS);
    remember(wrong.plusSeconds(1000), wrong);
    assertEquals(1000, napOf(start().inputReader(UTF_8)));
  }

  @Test
  void sleeping_packageIsReplacedUnderItsName_endsWith3() throws Exception {
    Process launcher = start();
    BufferedReader steps = launcher.inputReader(UTF_8);
    napOf(steps);
    Files.delete(script);
    unpack();
    launcher.children().forEach(ProcessHandle::destroy);
    assertEquals(3, launcher.waitFor());
    assertTrue(steps.lines().toList().contains("the package is gone, or was replaced: " + home));
  }

  @Test
  void start_diskIsFull_saysSoAndHoldsNoLock() throws Exception {
    Files.createSymbolicLink(state.resolve("agent.lock"), Path.of("/dev/full"));
    Process launcher = start();
    assertEquals(1, launcher.waitFor());
    assertTrue(
        launcher
            .inputReader(UTF_8)
            .lines()
            .toList()
            .contains(
                "cannot write "
                    + state.resolve("agent.lock")
                    + ", which says who runs; is the disk full?"));
  }

  private void unpack() throws IOException {
    Files.copy(Path.of("src/package/bin/akvvm_service"), script);
  }

  /** Leaves what a pass would have left at that time. */
  private void remember(Instant due, Instant written) throws IOException {
    Path file = state.resolve("pass.properties");
    Files.writeString(file, "due=" + due.getEpochSecond() + "\n");
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private Process start() throws IOException {
    Process launcher =
        new ProcessBuilder("sh", "-x", script.toString(), "0").redirectErrorStream(true).start();
    started.add(launcher);
    return launcher;
  }

  /** Reads on until the launcher sleeps, and tells how long it means to. */
  private static long napOf(BufferedReader steps) throws IOException {
    for (String line = steps.readLine(); line != null; line = steps.readLine()) {
      if (line.startsWith("+ nap ")) {
        return Long.parseLong(line.substring("+ nap ".length()));
      }
    }
    throw new AssertionError("it never slept");
  }
}
