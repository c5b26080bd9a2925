package dev.akvvm.waagent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsFileTest {
  private static final SequenceNumber NUMBER = new SequenceNumber(5);

  private final Path file;
  private final HandlerEnvironment environment;

  SettingsFileTest(@TempDir Path folder) {
    this.file = folder.resolve("5.settings");
    this.environment = new HandlerEnvironment(folder, folder, folder, folder);
  }

  @Test
  void read_envelope_isOpened() throws Exception {
    Files.writeString(
        file,
        """
        {"runtimeSettings": [{"handlerSettings": {"publicSettings": {"a": "\\u00fc"},
          "protectedSettings": null, "protectedSettingsCertThumbprint": null}}]}
        """);

    SettingsFile read = SettingsFile.read(environment, NUMBER);

    assertEquals("ü", read.publicSettings().path("a").asText());
    assertEquals(file, read.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"runtimeSettings\": []}",
        "{\"runtimeSettings\": [{\"handlerSettings\": {\"publicSettings\": null}}]}"
      })
  void read_noPublicSettings_messageNamesFileAndPlace(String content) throws IOException {
    Files.writeString(file, content);

    assertEquals(
        file
            + ": /runtimeSettings/0/handlerSettings/publicSettings: missing;"
            + " the extension needs settings with secretsManagementSettings",
        message());
  }

  @Test
  void read_emptyFile_messageSaysWhatIsNeeded() throws IOException {
    Files.createFile(file);

    assertEquals(
        file + ": is empty: the extension needs settings with secretsManagementSettings",
        message());
  }

  @Test
  void read_missing_messageNamesFile() {
    assertEquals(file + ": no such file", message());
  }

  @Test
  void read_directory_messageNamesFile() throws IOException {
    Files.createDirectory(file);

    assertEquals(file + ": is not a regular file", message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' ' | is empty",
        "hunter2 | line 1, column 1: not JSON",
        "{\"a\": hunter2} | line 1, column 7: not JSON",
        "{\"hunter2\": \"hunter2 | line 1, column 21: not JSON: it ends too early",
        "{\"a\": \"hunter2\"} hunter2 | line 1, column 18: not JSON",
        "{\"a\": NaN} | line 1, column 7: not JSON",
        "{hunter2: 1} | line 1, column 3: not JSON",
      })
  void read_notJson_messageHasThePlaceAndNoContent(String content, String problem)
      throws IOException {
    Files.writeString(file, content);

    String message = message();

    assertFalse(message.contains("hunter2"), message);
    assertTrue(message.replaceAll("\\d+", "1").endsWith(problem.replaceAll("\\d+", "1")), message);
    assertTrue(message.startsWith(file + ": "), message);
  }

  @Test
  void read_notJsonFurtherDown_messageHasTheLine() throws IOException {
    Files.writeString(file, "{\n  \"a\": 1,\n  \"b\" 2\n}\n");

    assertEquals(file + ": line 3, column 7: not JSON", message());
  }

  @Test
  void read_notUtf8_messageNamesFile() throws IOException {
    Files.write(file, "{\"a\": \"secret\u00ff\"}".getBytes(ISO_8859_1));

    String message = message();

    assertTrue(message.startsWith(file + ": ") && message.endsWith("not JSON"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void read_hugeFile_refusedBeforeItIsRead() throws IOException {
    Files.writeString(file, "[" + " ".repeat(3_000_000) + "]");

    assertEquals(file + ": is larger than 2097152 bytes", message());
  }

  @Test
  void read_deeplyNested_isNoStackOverflow() throws IOException {
    Files.writeString(file, "[".repeat(100_000));

    assertEquals(file + ": not JSON", message());
  }

  private String message() {
    return assertThrows(UnusableFileException.class, () -> SettingsFile.read(environment, NUMBER))
        .getMessage();
  }
}
