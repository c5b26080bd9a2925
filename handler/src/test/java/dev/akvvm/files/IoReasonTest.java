package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class IoReasonTest {
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/a"), "/a: permission denied"),
        Arguments.of(new NoSuchFileException("/a"), "/a: no such file or directory"),
        Arguments.of(new NotDirectoryException("/a"), "/a: not a directory"),
        Arguments.of(new DirectoryNotEmptyException("/a"), "/a: directory not empty"),
        Arguments.of(new FileAlreadyExistsException("/a"), "/a: exists already"),
        Arguments.of(
            new FileAlreadyExistsException("/a", null, "is not a link"), "/a: is not a link"),
        Arguments.of(
            new FileSystemException("/a", null, "Read-only file system\nmore"),
            "/a: Read-only file system"),
        Arguments.of(
            new FileSystemException("/.a.tmp", "/a", "Is a directory"),
            "/.a.tmp -> /a: Is a directory"),
        Arguments.of(new FileSystemException("/a"), "/a: FileSystemException"),
        Arguments.of(new FileSystemException("/a", null, " "), "/a: FileSystemException"),
        Arguments.of(new IOException("Broken pipe\nmore"), "Broken pipe"),
        Arguments.of(new IOException(""), "IOException"),
        Arguments.of(new IOException(), "IOException"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void of_eachKind_isOneLineWithThePath(IOException e, String expected) {
    assertEquals(expected, IoReason.of(e));
  }
}
