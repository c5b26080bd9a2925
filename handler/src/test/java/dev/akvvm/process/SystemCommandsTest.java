package dev.akvvm.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemCommandsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void run_programThatFails_codeAndLastLineOfBothOutputs() throws Exception {
    ProcessResult result =
        SystemCommands.run(LIMIT, "sh", "-c", "echo first; echo last >&2; echo; exit 7");

    assertEquals(OptionalInt.of(7), result.exitCode());
    assertEquals("last", result.lastLine());
    assertFalse(result.succeeded());
  }

  @Test
  void run_silentProgram_succeedsWithNoLine() throws Exception {
    ProcessResult result = SystemCommands.run(LIMIT, "true");

    assertEquals(OptionalInt.of(0), result.exitCode());
    assertEquals("", result.lastLine());
  }

  @Test
  void run_muchOutputAndNoUtf8_isNoObstacle() throws Exception {
    ProcessResult result =
        SystemCommands.run(LIMIT, "sh", "-c", "yes | head -c 300000; printf '\\377\\nlast\\n'");

    assertEquals(OptionalInt.of(0), result.exitCode());
    assertEquals("last", result.lastLine());
  }

  @Test
  void run_outputKeptOpenByAChild_returnsAtOnce() throws Exception {
    ProcessResult result = SystemCommands.run(LIMIT, "sh", "-c", "sleep 30 & echo $!");

    assertTrue(result.succeeded());
    assertTrue(SystemCommands.run(LIMIT, "kill", result.lastLine()).succeeded());
  }

  @Test
  void run_notDoneInTime_killedAndSaid() {
    ProgramFailedException e =
        assertThrows(
            ProgramFailedException.class,
            () -> SystemCommands.run(Duration.ofMillis(100), "sleep", "30"));

    assertEquals("sleep 30: not done after 0 s", e.getMessage());
  }

  @Test
  void run_missingProgram_saysWhich() {
    ProgramFailedException e =
        assertThrows(
            ProgramFailedException.class, () -> SystemCommands.run(LIMIT, "no-such-program-here"));

    assertTrue(e.getMessage().startsWith("cannot run no-such-program-here: "), e.getMessage());
  }

  @Test
  void isInstalled_searchPath_executableFilesOnly(@TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("flock"), "");
    String path = "/nowhere::" + folder;
    assertFalse(SystemCommands.isInstalled("flock", path));

    assertTrue(program.toFile().setExecutable(true));

    assertTrue(SystemCommands.isInstalled("flock", path));
    assertFalse(SystemCommands.isInstalled("setsid", path));
    assertFalse(SystemCommands.isInstalled("flock", ""));
  }
}
