package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppendedFileTest {
  private final Path folder;
  private final Directory directory;

  AppendedFileTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.directory = DurableFiles.open(folder);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void append_newFile_isForItsOwnerOnlyAndGrows() throws Exception {
    for (String line : List.of("one\n", "two\n")) {
      try (OutputStream log = directory.append("log")) {
        log.write(line.getBytes(UTF_8));
        log.write('.');
      }
    }
    assertEquals("one\n.two\n.", Files.readString(folder.resolve("log")));
    assertEquals("rw-------", DurableFilesTest.mode(folder.resolve("log")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo >$F; chown 12345 $F | " + OpenFile.NOT_OWN,
        "echo >$F; ln $F $F.link  | " + OpenFile.NOT_OWN,
        "echo >$F; chmod u+s $F   | " + OpenFile.NOT_OWN,
        "echo >$F.there; ln -s x.there $F | is a symbolic link where a file is expected",
        "ln -s new $F             | is a symbolic link where a file is expected",
        "mknod $F c 1 3           | is not a regular file",
        "mkfifo $F                | No such device or address",
        "mkdir $F                 | Is a directory",
      })
  void append_notAnOwnRegularFile_refusedAtOnceAndLeftAlone(String made, String reason)
      throws Exception {
    Acl.assumeRoot();
    Path file = folder.resolve("x");
    Acl.change(file, made);
    String before = Acl.trace(file);

    DirectoryTest.assertRefused(file + ": " + reason, () -> directory.append("x"));

    assertEquals(before, Acl.trace(file));
    assertFalse(Files.exists(folder.resolve("new")));
  }

  @Test
  void append_severalAtOnce_eachWritesAtTheEnd() throws IOException {
    Files.writeString(folder.resolve("log"), "0");
    try (AppendedFile one = directory.append("log");
        AppendedFile other = directory.append("log")) {
      one.write('1');
      other.write('2');
      one.write('3');

      assertEquals(1, other.initialSize());
    }
    assertEquals("0123", Files.readString(folder.resolve("log")));
  }

  @Test
  void path_nameGoesToAnotherFile_leadsToTheOpenOne() throws IOException {
    try (AppendedFile log = directory.append("log")) {
      Files.move(folder.resolve("log"), folder.resolve("log.1"));
      Files.writeString(folder.resolve("log"), "another");

      Files.writeString(log.path(), "mine", StandardOpenOption.APPEND);
    }
    assertEquals("mine", Files.readString(folder.resolve("log.1")));
    assertEquals("another", Files.readString(folder.resolve("log")));
  }
}
