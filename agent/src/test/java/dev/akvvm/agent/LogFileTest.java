package dev.akvvm.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
  private static final int LIMIT = 20;

  private final Path folder;
  private final Path file;

  LogFileTest(@TempDir Path folder) {
    this.folder = folder.resolve("log");
    this.file = this.folder.resolve("x.log");
  }

  @Test
  void write_nothingThere_makesFolderAndFile() throws IOException {
    write("one\n", "two\n");

    assertEquals("one\ntwo\n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void write_fileOfAnEarlierProcess_goesOnAtItsEnd() throws IOException {
    write("one\n");
    write("two\n");

    assertEquals("one\ntwo\n", Files.readString(file));
  }

  @Test
  void write_grown_beginsAnewAndKeepsSoMany() throws IOException {
    for (int i = 0; i < 6; i++) {
      write("line %d is no shorter\n".formatted(i), "%d\n".formatted(i));
    }

    assertEquals(List.of("x.log", "x.log.1", "x.log.2", "x.log.3"), names());
    assertEquals("5\n", Files.readString(file));
    assertEquals("4\nline 5 is no shorter\n", Files.readString(folder.resolve("x.log.1")));
    assertEquals("3\nline 4 is no shorter\n", Files.readString(folder.resolve("x.log.2")));
    assertEquals("2\nline 3 is no shorter\n", Files.readString(folder.resolve("x.log.3")));
  }

  @Test
  void write_anotherProcessHasBegunAnew_goesOnThere() throws IOException {
    try (LogFile one = open();
        LogFile other = open()) {
      write(other, "a\n");
      write(one, "0123456789012345678\n");
      write(one, "one\n");
      write(other, "0123456789012345678\n");
      write(other, "other\n");
    }

    assertEquals(List.of("x.log", "x.log.1"), names());
    assertEquals("one\nother\n", Files.readString(file));
    assertEquals(42, Files.readString(folder.resolve("x.log.1")).length());
  }

  @Test
  void write_somebodyElsesLink_neitherFollowedNorAFailure() throws IOException {
    Path elsewhere = folder.resolveSibling("elsewhere");
    Files.createDirectory(folder);
    Files.createSymbolicLink(file, elsewhere);

    write("one\n", "two\n");

    assertFalse(Files.exists(elsewhere));
    assertTrue(Files.isSymbolicLink(file));
  }

  @Test
  void write_fileInPlaceOfTheFolder_isNoFailure() throws IOException {
    Files.createFile(folder);

    write("one\n");

    assertEquals(0, Files.size(folder));
  }

  private LogFile open() {
    return new LogFile(folder, "x.log", LIMIT, 3);
  }

  private void write(String... lines) {
    try (LogFile log = open()) {
      for (String line : lines) {
        write(log, line);
      }
    }
  }

  private static void write(LogFile log, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    log.write(bytes, 0, bytes.length);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
    }
  }
}
