package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that is more than text - in the settings, in a file's name, in a status, in an argument -
 * and what the program prints of it, as a process of its own: nothing of it clears a screen, turns
 * a line round, or begins another line.
 */
@Tag("slow")
final class HostileTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Clears the screen, writes backwards, and begins a line. */
  private static final String HOSTILE = "\u001b[2J\u202ex\nstatus: all is well";

  private static final String SHOWN = "\\u001b[2J\\u202ex\\nstatus: all is well";

  private final Path folder;
  private final Waagent waagent;
  private String output = "";

  HostileTextTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    waagent = new Waagent(folder);
  }

  @Test
  void validate_hostileKeyInAFileOfHostileName_isOneLineEach() throws Exception {
    Path file = Files.writeString(folder.resolve(HOSTILE), settings().toString());

    assertEquals(0, run("validate", file.toString()));

    assertPrintable();
    assertTrue(
        output.contains(
            folder
                + "/"
                + SHOWN
                + ": /secretsManagementSettings/"
                + SHOWN
                + ": warning: unknown key"),
        output);
  }

  @Test
  void validate_hostileKeyAsJson_isStillJson() throws Exception {
    Path file = Files.writeString(folder.resolve("settings"), settings().toString());

    assertEquals(0, run("validate", "--json", file.toString()));

    assertPrintable();
    assertEquals(
        "/secretsManagementSettings/" + SHOWN,
        JSON.readTree(output).at("/problems/0/pointer").textValue());
  }

  @Test
  void validate_hostileNameOfNoFile_isOneLine() throws Exception {
    assertEquals(52, run("validate", HOSTILE));
    assertPrintable();
    assertEquals("cannot read the settings: " + SHOWN + ": no such file or directory\n", output);
  }

  @Test
  void doctor_hostileFile_isOneLineAStep() throws Exception {
    Path file = Files.writeString(folder.resolve(HOSTILE), "{\"" + "\u202e" + "\": 1}");
    assertEquals(1, run("doctor", file.toString()));
    assertPrintable();
    assertTrue(output.startsWith("fix     settings: " + folder + "/" + SHOWN), output);
    assertTrue(output.contains("/\\u202e: unknown key"), output);
  }

  @Test
  void status_hostileTextInTheStatus_isOneLineEach() throws Exception {
    waagent.settings(4);
    String text = JSON.getNodeFactory().textNode(HOSTILE).toString();
    String message = "\"formattedMessage\": {\"lang\": \"en-US\", \"message\": " + text + "}";
    Files.writeString(
        waagent.statusFile(4),
        """
        [{"version": "1.0", "timestampUTC": "2026-01-01T00:00:00Z", "status": {
          "name": "x", "operation": "x", "configurationAppliedTime": "2026-01-01T00:00:00Z",
          "status": "success", "code": 0, %s,
          "substatus": [{"name": %s, "status": "error", "code": 0, %s}]}}]
        """
            .formatted(message, text, message));

    assertEquals(2, run("status"));

    assertPrintable();
    assertEquals(
        "agent: not running; see %s%nAzure was told last: %s%n  %s: %s%n"
            .formatted(waagent.logFolder(), SHOWN, SHOWN, SHOWN),
        output);
  }

  @Test
  void enable_hostileValue_isOneLineInTheErrorAndInTheStatus() throws Exception {
    String url = JSON.getNodeFactory().textNode(HOSTILE).toString();
    waagent.secrets(4, "\"observedCertificates\": [" + url + "]");

    assertEquals(53, run("enable"));

    assertPrintable();
    assertTrue(output.contains("/observedCertificates/0: \"" + SHOWN + "\" is not a URL"), output);
    assertTrue(output.endsWith(waagent.status(4).orElseThrow().message() + "\n"), output);
  }

  @Test
  void handler_hostileArgument_isOneLine() throws Exception {
    assertEquals(53, run(HOSTILE));
    assertPrintable();
    assertTrue(output.contains("\\u001b[2J\\u202ex"), output);
  }

  @Test
  void handler_help_isTextOfSeveralLines() throws Exception {
    assertEquals(0, run("--help"));
    assertPrintable();
    assertTrue(output.startsWith("Usage: akvvm"), output);
    assertTrue(output.contains("\n  validate "), output);
  }

  private static JsonNode settings() throws IOException {
    String key = JSON.getNodeFactory().textNode(HOSTILE).toString();
    return JSON.readTree(
        """
        {"secretsManagementSettings": {%s: 1,
          "observedCertificates": ["https://con.vault.azure.net/secrets/web"]}}
        """
            .formatted(key));
  }

  /** Letters, signs and line feeds, and nothing that is neither. */
  private void assertPrintable() {
    assertEquals("", output.replaceAll("[^\\p{C}\\p{Zl}\\p{Zp}]|\\n", ""), output);
    assertTrue(output.lines().noneMatch(line -> line.startsWith("status: ")), output);
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dakvvm.home=" + waagent.home());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.akvvm.command.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(waagent.variables());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
