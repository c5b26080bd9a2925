package dev.akvvm.summary;

import static dev.akvvm.summary.Summaries.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everyone may read. */
final class SummaryFileTest {
  private final SummaryFile file;

  SummaryFileTest(@TempDir Path folder) {
    file = new SummaryFile(folder.resolve("akvvm"));
  }

  @Test
  void write_everything_isReadAsItWas() throws IOException {
    file.write(Summaries.everything());

    assertEquals(Optional.of(Summaries.everything()), file.read());
  }

  @Test
  void write_files_areForEveryone() throws IOException {
    file.write(Summaries.everything());

    for (String name : List.of("status.json", "status.txt")) {
      assertEquals(
          "rw-r--r--",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(file.folder().resolve(name))));
    }
    assertEquals(
        "rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.folder())));
  }

  @Test
  void write_text_beginsWithWhoMustRunAndTheExitCode() throws IOException {
    file.write(Summaries.of(Summaries.missing("contoso/api", Optional.of("denied"))));

    List<String> lines = Files.readAllLines(file.folder().resolve("status.txt"));

    long pid = ProcessHandle.current().pid();
    long start = RunningProcess.now(pid).orElseThrow().startTicks();
    assertEquals(pid + " " + start + " 2", lines.getFirst());
    assertTrue(lines.get(1).startsWith("agent: running since "), lines.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[",
        "{\"schema\":2}",
        "{\"schema\":1}",
        "{\"schema\":1,\"writtenAt\":\"x\"}"
      })
  void read_anythingElse_isNothing(String text) throws IOException {
    Files.createDirectories(file.folder());
    Files.writeString(file.folder().resolve("status.json"), text);

    assertEquals(Optional.empty(), file.read());
  }

  @Test
  void read_noFile_isNothing() {
    assertEquals(Optional.empty(), file.read());
  }

  @Test
  void json_ofNow_saysWhetherTheAgentRuns() {
    assertTrue(
        SummaryFile.json(Optional.of(Summaries.everything()), false, NOON)
            .endsWith(",\"running\":false,\"health\":\"critical\"}"));
    assertEquals(
        "{\"running\":true,\"health\":\"unknown\"}",
        SummaryFile.json(Optional.empty(), true, NOON));
  }

  @Test
  void process_anotherWithThatNumber_isNotIt() {
    RunningProcess self = RunningProcess.now(ProcessHandle.current().pid()).orElseThrow();

    assertTrue(self.isRunning());
    assertFalse(new RunningProcess(self.pid(), self.startTicks() + 1).isRunning());
    assertFalse(new RunningProcess(1L << 40, 0).isRunning());
  }
}
