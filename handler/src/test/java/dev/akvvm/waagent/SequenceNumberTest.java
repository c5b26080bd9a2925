package dev.akvvm.waagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequenceNumberTest {
  private final Path folder;

  SequenceNumberTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void resolve_variable_wins() throws Exception {
    settings("9", 100);

    assertEquals(
        new SequenceNumber(4), SequenceNumber.resolve(Map.of("ConfigSequenceNumber", "4"), folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "None", "-1", "1.5", "4 ", "99999999999", "٣"})
  void resolve_nonsenseVariable_fallsBackToTheFiles(String variable) throws Exception {
    settings("9", 100);

    assertEquals(
        new SequenceNumber(9),
        SequenceNumber.resolve(Map.of("ConfigSequenceNumber", variable), folder));
  }

  @Test
  void resolve_noVariable_isTheFileWrittenLastNotTheLargest() throws Exception {
    settings("12", 100);
    settings("3", 300);
    settings("9", 200);
    settings("x", 900);
    Files.writeString(folder.resolve("77.json"), "");

    assertEquals(new SequenceNumber(3), SequenceNumber.resolve(Map.of(), folder));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void resolve_filesOfOneMoment_isTheLarger(int other) throws Exception {
    settings("2", 100);
    settings(Integer.toString(other), 100);

    assertEquals(new SequenceNumber(Math.max(2, other)), SequenceNumber.resolve(Map.of(), folder));
  }

  @Test
  void resolve_danglingLinkOfAnotherName_isNoObstacle() throws Exception {
    Files.createSymbolicLink(folder.resolve("x.settings"), folder.resolve("gone"));
    settings("2", 100);

    assertEquals(new SequenceNumber(2), SequenceNumber.resolve(Map.of(), folder));
  }

  @Test
  void resolve_noFile_messageSaysWhereAndWhat() {
    assertEquals(
        folder + ": holds no settings file (N.settings); waagent writes it before enable",
        message(folder));
  }

  @Test
  void resolve_noFolder_messageSaysWhere() {
    Path missing = folder.resolve("config");

    assertEquals(missing + ": cannot be read: no such file or directory", message(missing));
  }

  private static String message(Path folder) {
    return assertThrows(UnusableFileException.class, () -> SequenceNumber.resolve(Map.of(), folder))
        .getMessage();
  }

  private void settings(String stem, long seconds) throws IOException {
    Path file = Files.writeString(folder.resolve(stem + ".settings"), "{}");
    Files.setLastModifiedTime(file, FileTime.fromMillis(seconds * 1000));
  }
}
