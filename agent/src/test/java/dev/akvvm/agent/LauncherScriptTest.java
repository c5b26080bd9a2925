package dev.akvvm.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    home = folder.resolve("Akvvm.KeyVaultForLinux-1.2.3");
    script = Files.createDirectories(home.resolve("bin")).resolve("akvvm_service");
    state = Files.createDirectories(folder.resolveSibling("akvvm"));
    unpack();
    for (String name : List.of("runtime", "crash")) {
      Files.copy(Path.of("../handler/src/package/bin", name), script.resolveSibling(name));
    }
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
  void java_settingsAreAnotherMachines_endsWith3() throws Exception {
    for (String runtime : List.of("amd64", "arm64")) {
      Files.writeString(
          home.resolve("runtime").resolve(runtime).resolve("bin/java"), "#!/bin/sh\nexit 5\n");
    }
    assertEquals(3, start().waitFor());
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

  @Test
  void say_standardErrorIsTheJournal_beginsWithThePriority() throws Exception {
    Files.createSymbolicLink(state.resolve("agent.lock"), Path.of("/dev/full"));
    assertEquals("<3>cannot write ", said("unix:dev", "unix:ino").substring(0, 16));
  }

  /** As below a service whose own output goes to the journal. */
  @Test
  void say_journalIsSomebodyElses_hasNoPriority() throws Exception {
    Files.createSymbolicLink(state.resolve("agent.lock"), Path.of("/dev/full"));
    assertEquals("cannot write ", said("unix:dev", "unix:nlink").substring(0, 13));
  }

  /** What it says last when the file it writes to is named as the journal, or as another. */
  private String said(String device, String inode) throws Exception {
    Path journal = Files.createFile(home.resolve("journal"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toString(), "0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(journal.toFile()));
    builder
        .environment()
        .put(
            "JOURNAL_STREAM",
            Files.getAttribute(journal, device) + ":" + Files.getAttribute(journal, inode));
    assertEquals(1, builder.start().waitFor());
    return Files.readAllLines(journal).getLast();
  }

  /** Whatever comes first of what shows memory; not every crash has all of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Registers:",
        "Register to memory mapping:",
        "Top of Stack: (sp=0x00007ffdb12abd10)",
        "Instructions: (pc=0x00007fc20de4ff14)",
        "Stack slot to memory mapping:",
        "---------------  P R O C E S S  ---------------"
      })
  void java_reportsItsCrash_onlyWhatHoldsNoMemoryIsKept(String heading) throws Exception {
    String harmless = "#  SIGSEGV (0xb)\nNative frames:\nC  [libc.so.6+0x85f14]\n\n";
    String report =
        harmless + "LockStack[0]: a 'java/lang/String' \"secret\"\n" + heading + "\nsecret\n";
    String write =
        "for option; do case $option in -XX:ErrorFile=*) cat >\"${option#*=}\" <<'END'\n"
            + report
            + "END\n;; esac; done\n";
    for (String runtime : List.of("runtime/amd64", "runtime/arm64")) {
      Files.writeString(home.resolve(runtime + "/bin/java"), "#!/bin/sh\n" + write);
    }
    remember(Instant.now().plusSeconds(1000), Instant.now());
    napOf(start().inputReader(UTF_8));
    Path kept = state.resolve("java-error.log");
    assertEquals(harmless, Files.readString(kept));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
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
