package dev.akvvm.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogSettingTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("environment");
  }

  @Test
  void of_nobodySaysAnything_isInfo() {
    assertEquals(
        new LogSetting("info", Optional.empty(), Optional.empty()),
        LogSetting.of(Map.of("AKVVM_LOG", ""), file));
  }

  @Test
  void of_lineOfTheFile_theLastCounts() throws Exception {
    Files.writeString(file, "# more\nAKVVM_LOG=debug\nOTHER=x\nAKVVM_LOG=trace \n");
    assertEquals(
        new LogSetting("trace", Optional.of(file.toString()), Optional.empty()),
        LogSetting.of(Map.of(), file));
  }

  @Test
  void of_both_theEnvironmentWins() throws Exception {
    Files.writeString(file, "AKVVM_LOG=debug\n");
    assertEquals(
        new LogSetting("error", Optional.of("the environment"), Optional.empty()),
        LogSetting.of(Map.of("AKVVM_LOG", "error"), file));
  }

  @Test
  void of_noLevel_isInfoAndSaysWhichThereAre() throws Exception {
    Files.writeString(file, "AKVVM_LOG=verbose\n");
    LogSetting setting = LogSetting.of(Map.of(), file);
    assertEquals("info", setting.level());
    assertEquals(
        Optional.of(
            "AKVVM_LOG in "
                + file
                + ": expected error, warn, info, debug, trace, found \"verbose\""),
        setting.problem());
  }

  @Test
  void of_format_isJsonWhereThatIsSaid() throws Exception {
    Files.writeString(file, "AKVVM_LOG_FORMAT=json\n");
    assertEquals(
        new LogSetting("info", Optional.empty(), Optional.empty(), true),
        LogSetting.of(Map.of(), file));
    assertFalse(LogSetting.of(Map.of("AKVVM_LOG_FORMAT", "text"), file).isJson());
  }

  @Test
  void of_noFormatAndNoLevel_saysBoth() {
    LogSetting setting = LogSetting.of(Map.of("AKVVM_LOG_FORMAT", "xml", "AKVVM_LOG", "all"), file);
    assertFalse(setting.isJson());
    assertEquals(
        Optional.of(
            "AKVVM_LOG in the environment: expected error, warn, info, debug, trace, found \"all\";"
                + " AKVVM_LOG_FORMAT in the environment: expected text, json, found \"xml\""),
        setting.problem());
  }

  @Test
  void of_fileCannotBeRead_isInfoAndSaysWhy() throws Exception {
    Files.createDirectory(file);
    LogSetting setting = LogSetting.of(Map.of(), file);
    assertEquals("info", setting.level());
    assertTrue(setting.problem().orElseThrow().startsWith(file.toString()));
  }
}
