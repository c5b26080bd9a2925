package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurableFilesTest {
  private final Path folder;
  private final Path file;

  DurableFilesTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("web.pem");
  }

  @Test
  void replace_newName_contentAndMode() throws IOException {
    DurableFiles.replace(file, "new".getBytes(UTF_8), Modes.PRIVATE_FILE);

    assertEquals("new", Files.readString(file));
    assertEquals("rw-------", mode(file));
    assertEquals(List.of("web.pem"), names(folder));
  }

  @Test
  void replace_existingFileOfAnotherMode_getsTheNewMode() throws IOException {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));

    DurableFiles.replace(file, "new".getBytes(UTF_8), Modes.PUBLIC_FILE);

    assertEquals("rw-r--r--", mode(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077", "777"})
  void replace_anyUmask_modeIsTheOneGiven(String umask) throws Exception {
    assertEquals("done", ChildProcess.run("umask " + umask, "replace", file.toString(), "5"));

    assertEquals("rw-r--r--", mode(file));
    assertEquals(5, Files.size(file));
  }

  @Test
  void replace_diskTakesOnlyAPart_oldFileStaysAndMessageNamesIt() throws Exception {
    Files.writeString(file, "old");

    String said = ChildProcess.run("ulimit -f 8", "replace", file.toString(), "1000000");

    assertEquals(file + ": File too large", said);
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("web.pem"), names(folder));
  }

  @Test
  void replace_directoryHasTheName_failsAndLeavesNoTemporary() throws IOException {
    Files.createDirectories(file.resolve("inside"));

    FileSystemException e =
        assertThrows(
            FileSystemException.class,
            () -> DurableFiles.replace(file, new byte[1], Modes.PRIVATE_FILE));

    assertTrue(IoReason.of(e).contains(file + ": "), IoReason.of(e));
    assertEquals(List.of("web.pem"), names(folder));
    assertTrue(Files.isDirectory(file.resolve("inside")));
  }

  @Test
  void replace_leftoverOfACrash_isNoObstacle() throws IOException {
    Path leftover = folder.resolve(".web.pem.tmp");
    Files.writeString(leftover, "a longer half-written file of a crash");
    Files.setPosixFilePermissions(leftover, PosixFilePermissions.fromString("rw-rw-rw-"));

    DurableFiles.replace(file, "new".getBytes(UTF_8), Modes.PRIVATE_FILE);

    assertEquals("new", Files.readString(file));
    assertEquals("rw-------", mode(file));
    assertEquals(List.of("web.pem"), names(folder));
  }

  @Test
  void replace_leftoverIsALinkElsewhere_elsewhereIsNotTouched() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("shadow"), "untouched");
    Files.createSymbolicLink(folder.resolve(".web.pem.tmp"), elsewhere);
    String before = mode(elsewhere);

    DurableFiles.replace(file, "key".getBytes(UTF_8), Modes.PRIVATE_FILE);

    assertEquals("untouched", Files.readString(elsewhere));
    assertEquals(before, mode(elsewhere));
    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void replace_nameIsALink_linkIsReplacedNotFollowed() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(file, elsewhere);

    DurableFiles.replace(file, "new".getBytes(UTF_8), Modes.PRIVATE_FILE);

    assertEquals("untouched", Files.readString(elsewhere));
    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void replace_readerThatNeverStops_seesOldOrNewWhole() throws Exception {
    byte[] old = "a".repeat(300_000).getBytes(UTF_8);
    byte[] young = "b".repeat(200_000).getBytes(UTF_8);
    DurableFiles.replace(file, old, Modes.PRIVATE_FILE);

    try (Watcher watcher =
        Watcher.of(
            () -> {
              byte[] seen = Files.readAllBytes(file);
              assertArrayEquals(seen[0] == 'a' ? old : young, seen);
            })) {
      watcher.awaitLooks();
      for (int i = 0; i < 30; i++) {
        DurableFiles.replace(file, i % 2 == 0 ? young : old, Modes.PRIVATE_FILE);
      }
      watcher.awaitLooks();
    }
  }

  @Test
  void switchLink_readerThatNeverStops_alwaysFindsATarget() throws Exception {
    Path first = Files.writeString(folder.resolve("1.pem"), "1");
    Path second = Files.writeString(folder.resolve("2.pem"), "2");
    DurableFiles.switchLink(file, first);

    try (Watcher watcher =
        Watcher.of(() -> assertTrue(List.of("1", "2").contains(Files.readString(file))))) {
      watcher.awaitLooks();
      for (int i = 0; i < 30; i++) {
        DurableFiles.switchLink(file, i % 2 == 0 ? second : first);
      }
      watcher.awaitLooks();
    }
    assertEquals(first, Files.readSymbolicLink(file));
  }

  @Test
  void switchLink_danglingLinkAndLeftover_replaced() throws IOException {
    Path target = Files.writeString(folder.resolve("1.pem"), "1");
    Files.createSymbolicLink(file, folder.resolve("gone"));
    Files.createSymbolicLink(folder.resolve(".web.pem.tmp"), folder.resolve("gone"));

    DurableFiles.switchLink(file, target);

    assertEquals(target, Files.readSymbolicLink(file));
    assertFalse(Files.exists(folder.resolve(".web.pem.tmp"), NOFOLLOW_LINKS));
  }

  @Test
  void switchLink_regularFileHasTheName_refusedAndStays() throws IOException {
    Files.writeString(file, "somebody's");

    IOException e =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> DurableFiles.switchLink(file, folder.resolve("1.pem")));

    assertEquals(file + ": exists and is not a symbolic link", IoReason.of(e));
    assertEquals("somebody's", Files.readString(file));
    assertEquals(List.of("web.pem"), names(folder));
  }

  @Test
  void all_fileThatIsMissing_isNamedOrAbsent() throws IOException {
    Files.createFile(folder.resolve("f"));
    for (Path missing : List.of(file, folder.resolve("a/web.pem"))) {
      IOException e = assertThrows(NoSuchFileException.class, () -> DurableFiles.read(missing, 10));
      assertTrue(missing.startsWith(IoReason.of(e).replaceFirst(": .*", "")), IoReason.of(e));
      assertEquals(Optional.empty(), DurableFiles.facts(missing));
      assertEquals(Optional.empty(), DurableFiles.linkTarget(missing));
      assertFalse(DurableFiles.delete(missing));
    }
    Path below = folder.resolve("f/web.pem");
    assertThrows(NotDirectoryException.class, () -> DurableFiles.read(below, 10));
    assertEquals(Optional.empty(), DurableFiles.facts(below));
    assertEquals(Optional.empty(), DurableFiles.linkTarget(below));
    assertFalse(DurableFiles.delete(below));
  }

  @Test
  void all_fileThatIsThere_isReadAndRemoved() throws IOException {
    DurableFiles.replace(file, "new".getBytes(UTF_8), Modes.PRIVATE_FILE);
    try (OutputStream out = DurableFiles.append(file)) {
      out.write("er".getBytes(UTF_8));
    }

    assertEquals("newer", new String(DurableFiles.read(file, 5), UTF_8));
    assertThrows(FileSystemException.class, () -> DurableFiles.read(file, 4));
    assertEquals(5, DurableFiles.facts(file).orElseThrow().size());
    assertEquals(List.of("web.pem"), DurableFiles.names(folder));
    assertTrue(DurableFiles.delete(file));
    assertEquals(List.of(), DurableFiles.names(folder));
  }

  @Test
  void read_link_refused() throws IOException {
    Files.createSymbolicLink(file, Path.of("/etc/passwd"));

    IOException e = assertThrows(FileSystemException.class, () -> DurableFiles.read(file, 100_000));

    assertEquals(file + ": is a symbolic link where a file is expected", IoReason.of(e));
    assertEquals(Optional.of(Path.of("/etc/passwd")), DurableFiles.linkTarget(file));
  }

  @Test
  void read_fileOfAnotherUser_refused() throws Exception {
    Acl.assumeRoot();
    Files.writeString(file, "x");
    Acl.change(file, "chown 12345 $F");

    IOException e = assertThrows(FileSystemException.class, () -> DurableFiles.read(file, 10));

    assertEquals(file + ": belongs to uid 12345 and not to root; run chown root", IoReason.of(e));
  }

  @Test
  void read_rootDirectory_refused() {
    IOException e = assertThrows(IOException.class, () -> DurableFiles.read(Path.of("/"), 1));

    assertEquals("/: is the root directory", IoReason.of(e));
  }

  static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, NOFOLLOW_LINKS));
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
