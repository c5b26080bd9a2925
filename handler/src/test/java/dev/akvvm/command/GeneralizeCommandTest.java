package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Readies a machine to become an image; what knows the stores is in another process. */
final class GeneralizeCommandTest {
  private final Waagent waagent;
  private String printed = "";
  private String modeAskedFor = "";
  private boolean keysWork = true;

  GeneralizeCommandTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @Test
  void generalize_agentRuns_isStoppedAndNothingOfItIsLeft() throws Exception {
    running();
    String links = Files.writeString(waagent.state().ledger(), "a=b\n").toString();

    assertEquals(0, run());

    assertTrue(waagent.agent().isEmpty());
    assertEquals("list", modeAskedFor);
    assertEquals(List.of(waagent.state().ledger(), waagent.state().machine()), state());
    assertFalse(Files.exists(waagent.statusFile(5)));
    assertFalse(Files.exists(waagent.settingsFile(5)));
    assertTrue(Files.exists(log()));
    assertTrue(Files.exists(waagent.store()));
    assertEquals(
        """
        agent: stopped
        keys in /some/store: 2 files
        state in %s: 5 files removed
        status in %s: 1 file removed
        settings in %s: 1 file removed
        note: the guest agent starts the agent again when it is started itself: capture the machine before that, or run waagent -deprovision next
        """
            .formatted(
                waagent.state().path(),
                waagent.statusFile(5).getParent(),
                waagent.settingsFile(5).getParent()),
        printed);
    assertTrue(links.endsWith("links.properties"));
  }

  @Test
  void generalize_withKeysAndLogs_theirRecordGoesToo() throws Exception {
    running();
    Path other = Files.writeString(waagent.logFolder().resolve("CommandExecution.log"), "");

    assertEquals(0, run("--keys", "--logs"));

    assertEquals("remove", modeAskedFor);
    assertEquals(List.of(), state());
    assertFalse(Files.exists(log()));
    assertTrue(Files.exists(other));
  }

  @Test
  void generalize_again_isAsGood() throws Exception {
    running();
    run("--keys");

    assertEquals(0, run("--keys"));

    assertTrue(printed.startsWith("agent: not running\n"), printed);
    assertTrue(printed.contains("status in " + waagent.statusFile(5).getParent() + ": none\n"));
  }

  @Test
  void generalize_keysCannotBeRemoved_52AndTheirRecordStays() throws Exception {
    running();
    List<Path> before = state();
    keysWork = false;

    assertEquals(52, run("--keys"));

    assertEquals(before, state());
    assertTrue(Files.exists(waagent.settingsFile(5)));
    assertTrue(printed.endsWith("not generalized: keys are left in a store, see above\n"), printed);
  }

  @Test
  void generalize_keysCannotBeCounted_52AndTheRestIsDone() throws Exception {
    running();
    keysWork = false;

    assertEquals(52, run());

    assertFalse(Files.exists(waagent.state().reloads()));
    assertFalse(Files.exists(waagent.settingsFile(5)));
  }

  @Test
  void generalize_dryRun_changesNothing() throws Exception {
    running();
    List<Path> before = state();
    long pid = waagent.pid();

    assertEquals(0, run("--dry-run", "--keys"));

    assertEquals("plan", modeAskedFor);
    assertEquals(pid, waagent.pid());
    assertEquals(before, state());
    assertTrue(printed.startsWith("agent: would be stopped\n"), printed);
    assertTrue(printed.contains(": 1 file would be removed\n"), printed);
  }

  @Test
  void generalize_statusCannotBeRemoved_52AndTheRestIsDone() throws Exception {
    running();
    Files.createDirectory(waagent.statusFile(6));

    assertEquals(52, run());

    assertTrue(
        printed.contains("not generalized: status in " + waagent.statusFile(6).getParent()),
        printed);
    assertFalse(Files.exists(waagent.settingsFile(5)));
  }

  @Test
  void generalize_settingsOfAnOperator_stay() throws Exception {
    running();
    Files.delete(handlerState());

    assertEquals(0, run());

    assertTrue(Files.exists(waagent.settingsFile(5)));
    assertTrue(
        printed.endsWith("stay; the agent starts with them when akvvm enable is run\n"), printed);
  }

  /** An agent that the guest agent had enabled, with a log and something to do. */
  private void running() throws Exception {
    waagent.settings(5).run("enable");
    Files.writeString(waagent.state().reloads(), "{}");
    Files.writeString(waagent.state().passState(), "due=0\n");
    Files.writeString(waagent.state().path().resolve(".installed.json.tmp"), "{}");
    Files.writeString(handlerState(), "Enabled");
    Files.writeString(log(), "");
  }

  private Path handlerState() {
    return waagent.settingsFile(5).resolveSibling("HandlerState");
  }

  private Path log() {
    return waagent.logFolder().resolve("akvvm_service.log.2");
  }

  private List<Path> state() throws IOException {
    return DurableFiles.named(_ -> true, waagent.state().path());
  }

  /** The exit code; as the package's own program has it, the other says what it found. */
  private int run(String... options) {
    StringWriter out = new StringWriter();
    CommandLine line =
        new CommandLine(
            new GeneralizeCommand(
                waagent.context(),
                (mode, to) -> {
                  modeAskedFor = mode;
                  to.println("keys in /some/store: 2 files");
                  return keysWork;
                }));
    line.setOut(new PrintableWriter(out));
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          out.write(e.getMessage() + "\n");
          return 52;
        });
    int code = line.execute(options);
    printed = out.toString();
    return code;
  }
}
