package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is left to those who are not root. */
final class RootCheckTest {
  private static final int NOBODY = 65534;

  private final Waagent waagent;
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  RootCheckTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "doctor", "install", "enable", "disable", "update", "uninstall"})
  void command_ofRoot_52InOneLine(String command) {
    assertEquals(52, run(NOBODY, command));

    assertEquals(command + " needs root: run it with sudo\n", err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "help",
        "help status",
        "version",
        "doctor --help",
        "validate --help"
      })
  void command_ofEverybody_runs(String line) {
    assertEquals(0, run(NOBODY, line.split(" ")));

    assertEquals("", err.toString());
  }

  @Test
  void validate_byAnybody_runs() {
    assertEquals(52, run(NOBODY, "validate", "/no/such/file"));

    assertEquals(
        "cannot read the settings: /no/such/file: no such file or directory\n", err.toString());
  }

  @Test
  void command_byRoot_runs() {
    assertEquals(0, run(0, "update"));
  }

  @Test
  void noCommand_saysSo() {
    assertEquals(53, run(NOBODY));
  }

  private int run(int user, String... arguments) {
    CommandLine line = Main.commandLine(waagent.context());
    line.setExecutionStrategy(new RootCheck(user));
    line.setErr(new PrintWriter(err));
    line.setOut(new PrintWriter(out));
    return line.execute(arguments);
  }
}
