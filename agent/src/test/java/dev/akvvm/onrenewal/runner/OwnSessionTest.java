package dev.akvvm.onrenewal.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.ProcessResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, each as bad as can be: bounded in time and output, and gone afterwards. */
@Timeout(60)
final class OwnSessionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final Path folder;
  private final OwnSession outside;

  OwnSessionTest(@TempDir Path folder) {
    this.folder = folder;
    this.outside = new OwnSession(folder.resolve("action.lock"));
  }

  @Test
  void run_program_itsExitCodeAndLastErrorLine() throws Exception {
    ProcessResult finished = sh(LONG, "echo out; echo first >&2; echo last >&2; echo out; exit 7");
    assertEquals(OptionalInt.of(7), finished.exitCode());
    assertEquals("first", finished.firstLine());
    assertEquals("last", finished.lastLine());
    assertEquals("failed (exit code 7): last", finished.failure(finished.lastLine()));
  }

  @Test
  void run_programThatSaysNothingOfErrors_itsOutputWillDo() throws Exception {
    assertEquals("out", sh(LONG, "echo out; exit 1").lastLine());
    assertEquals("failed (exit code 1)", sh(LONG, "exit 1").failure(""));
  }

  @Test
  void run_arguments_reachTheProgramToTheLetter() throws Exception {
    List<String> words = List.of("$HOME", "it's \"q\" \\", "", " a  b ", "%n", "*");
    Path seen = folder.resolve("seen");
    ProcessResult finished =
        outside.run(
            concat(List.of("/bin/sh", "-c", "printf '%s|' \"$@\" >" + seen, "-"), words),
            BoundedProcess.CLEAN,
            LONG);
    assertTrue(finished.succeeded());
    assertEquals(String.join("|", words) + "|", Files.readString(seen));
  }

  @Test
  void run_environment_isWhatWasGivenAndNothingElse() throws Exception {
    Path seen = folder.resolve("seen");
    outside.run(
        List.of("/bin/sh", "-c", "exec env >" + seen), Map.of("PATH", "/usr/bin:/bin"), LONG);
    assertEquals(
        List.of("PATH=/usr/bin:/bin"),
        Files.readAllLines(seen).stream()
            .filter(line -> !line.startsWith("PWD=") && !line.startsWith("_="))
            .toList());
  }

  @Test
  @Tag("slow")
  void run_hangs_isEndedInTime() throws Exception {
    long start = System.nanoTime();
    ProcessResult finished = sh(SHORT, "echo waiting >&2; sleep 1000");
    assertEquals(OptionalInt.empty(), finished.exitCode());
    assertEquals("failed: timed out after 1 s, and ended", finished.failure("waiting"));
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
  }

  @Test
  @Tag("slow")
  void run_hangsAndIgnoresTermination_isKilledWithAllItsChildren() throws Exception {
    ProcessResult finished =
        sh(SHORT, "trap '' TERM; sh -c 'trap \"\" TERM; while :; do sleep 1; done' & " + noted());
    assertEquals(OptionalInt.empty(), finished.exitCode());
    assertGone();
  }

  @Test
  void run_forksAndStays_whatStaysIsGone() throws Exception {
    long start = System.nanoTime();
    ProcessResult finished = sh(LONG, "sleep 1000 & echo $! >" + folder.resolve("pid"));
    assertTrue(finished.succeeded());
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    assertGone();
  }

  @Test
  @Tag("slow")
  void run_writes100Megabytes_theLastLineIsKept() throws Exception {
    ProcessResult finished =
        sh(LONG, "head -c 100000000 /dev/zero | tr '\\0' x; echo; echo the end; exit 3");
    assertEquals(OptionalInt.of(3), finished.exitCode());
    assertEquals("the end", finished.lastLine());
  }

  @Test
  void run_killsItsParent_failsAndNobodyElseIsHurt() throws Exception {
    ProcessResult finished = sh(LONG, "kill -KILL $PPID; sleep 1000 & " + noted());
    assertEquals(OptionalInt.of(137), finished.exitCode());
    assertGone();
  }

  @Test
  void run_wantsATerminal_getsNone() throws Exception {
    assertFalse(sh(LONG, "exec </dev/tty").succeeded());
    ProcessResult finished = sh(LONG, "read -r line; exit 4");
    assertEquals(OptionalInt.of(4), finished.exitCode());
  }

  @Test
  @Tag("slow")
  void run_theOneBeforeIsStillAtIt_isWaitedFor() throws Exception {
    Path lock = folder.resolve("action.lock");
    Process before = new ProcessBuilder("flock", lock.toString(), "sleep", "2").start();
    while (new ProcessBuilder("flock", "-n", lock.toString(), "true").start().waitFor() == 0) {
      Thread.onSpinWait();
    }
    ProcessResult finished = sh(LONG, "exit 0");
    assertTrue(finished.succeeded());
    assertFalse(before.isAlive());
  }

  /** Says who it is, then stays. */
  private String noted() {
    return "echo $! >" + folder.resolve("pid") + "; wait";
  }

  private void assertGone() throws Exception {
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (isAlive(pid)) {
      assertTrue(System.nanoTime() < end, "process " + pid + " is still there");
      Thread.sleep(20);
    }
  }

  /** Whoever has ended, and waits to be noticed, is gone. */
  private static boolean isAlive(long pid) throws Exception {
    Path stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  private ProcessResult sh(Duration limit, String script) throws Exception {
    return outside.run(List.of("/bin/sh", "-c", script), BoundedProcess.CLEAN, limit);
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> all = new java.util.ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
