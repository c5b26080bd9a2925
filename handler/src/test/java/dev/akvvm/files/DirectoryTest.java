package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryTest {
  private static final int MOST = 1000;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final Path folder;
  private final Directory directory;

  DirectoryTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.directory = DurableFiles.open(folder);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void read_regularFile_isItsContent() throws IOException {
    for (int size : List.of(0, 1, MOST)) {
      Files.write(folder.resolve("x"), new byte[size]);
      assertEquals(size, directory.read("x", MOST).length);
    }
    byte[] large = "0123456789".repeat(10_000).getBytes(UTF_8);
    Files.write(folder.resolve("x"), large);
    assertEquals(new String(large, UTF_8), new String(directory.read("x", large.length), UTF_8));
  }

  @Test
  void read_fileOfTheKernelsOwn_isReadAlthoughItsSizeIsNone() throws IOException {
    try (Directory self = DurableFiles.open(Path.of("/proc/self"))) {
      assertTrue(self.read("status", 100_000).length > 100);
      assertThrows(FileSystemException.class, () -> self.read("status", 100));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mkfifo $F              | is not a regular file",
        "mkdir $F               | is not a regular file",
        "mknod $F c 1 5         | is not a regular file",
        "ln -s /dev/zero $F     | is a symbolic link where a file is expected",
        "ln -s loop $F          | is a symbolic link where a file is expected",
        "truncate -s 1001 $F    | is larger than 1000 bytes",
        "truncate -s 8G $F      | is larger than 1000 bytes",
        ":                      | no such file or directory",
      })
  void read_whatIsNoSmallRegularFile_refusedAtOnceAndNamed(String made, String reason)
      throws Exception {
    Acl.assumeRoot();
    Path file = folder.resolve("x");
    Acl.change(file, made);

    assertRefused(file + ": " + reason, () -> directory.read("x", MOST));
  }

  @Test
  void read_socket_refusedAtOnceAndNamed() throws Exception {
    Path file = folder.resolve("x");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(file));

      assertRefused(file + ": No such device or address", () -> directory.read("x", MOST));
      assertRefused(file + ": No such device or address", () -> directory.append("x"));
    }
  }

  static void assertRefused(String message, Executable what) {
    IOException e =
        assertTimeoutPreemptively(AT_ONCE, () -> assertThrows(FileSystemException.class, what));
    assertEquals(message, IoReason.of(e));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "../x", "/etc/passwd", "x/", "nul\0"})
  void names_thatArePaths_refused(String name) {
    Access access = Access.of(Modes.PRIVATE_FILE);
    Stream<Executable> all =
        Stream.of(
            () -> directory.open(name),
            () -> directory.read(name, MOST),
            () -> directory.facts(name),
            () -> directory.linkTarget(name),
            () -> directory.replace(name, new byte[1], access),
            () -> directory.switchLink(name, folder),
            () -> directory.rename(name, "x"),
            () -> directory.rename("x", name),
            () -> directory.delete(name),
            () -> directory.deleteDirectory(name),
            () -> directory.subdirectory(name),
            () -> directory.makeSubdirectory(name, 0700),
            () -> directory.append(name),
            () -> directory.lockFile(name));
    all.forEach(each -> assertThrows(IllegalArgumentException.class, each));
    assertEquals(List.of(), namesNow());
  }

  @Test
  void facts_eachKind_areThoseOfTheNameItself() throws Exception {
    Acl.assumeRoot();
    Acl.change(
        folder,
        "cd $F; echo 123 >file; chown 12345:4294967294 file; chmod 6750 file; ln file second;"
            + " touch -d @1700000000 file; mkdir -m 1777 dir; ln -s nowhere link; mkfifo fifo");

    FileFacts file = directory.facts("file").orElseThrow();
    assertEquals(
        new FileFacts(
            FileFacts.Kind.FILE, 12345, -2, 06750, 2, 4, Instant.ofEpochSecond(1_700_000_000)),
        file);
    assertTrue(file.hasSpecialBits());
    FileFacts sticky = directory.facts("dir").orElseThrow();
    assertEquals(FileFacts.Kind.DIRECTORY, sticky.kind());
    assertTrue(sticky.isSticky());
    assertTrue(sticky.isGroupWritable());
    assertTrue(sticky.isWorldWritable());
    assertEquals(FileFacts.Kind.LINK, directory.facts("link").orElseThrow().kind());
    assertEquals(FileFacts.Kind.OTHER, directory.facts("fifo").orElseThrow().kind());
    assertEquals(Optional.empty(), directory.facts("nowhere"));
    assertEquals(Optional.of(Path.of("nowhere")), directory.linkTarget("link"));
    assertEquals(Optional.empty(), directory.linkTarget("file"));
    assertEquals(Optional.empty(), directory.linkTarget("nowhere"));
  }

  @Test
  void subdirectory_linkOrFile_refused() throws IOException {
    Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere"));
    Files.createFile(folder.resolve("file"));

    for (String name : List.of("link", "file")) {
      assertThrows(NotDirectoryException.class, () -> directory.subdirectory(name));
      assertThrows(NotDirectoryException.class, () -> directory.makeSubdirectory(name, 0700));
    }
    assertThrows(NoSuchFileException.class, () -> directory.subdirectory("missing"));
  }

  @Test
  void makeSubdirectory_missingAndThere_modeIsSetOnce() throws IOException {
    directory.makeSubdirectory("x", 0711).close();
    assertEquals("rwx--x--x", DurableFilesTest.mode(folder.resolve("x")));

    directory.makeSubdirectory("x", 0700).close();
    assertEquals("rwx--x--x", DurableFilesTest.mode(folder.resolve("x")));
  }

  @Test
  void delete_whatIsThereAndWhatIsNot_isTold() throws IOException {
    Files.createFile(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere"));
    Files.createDirectories(folder.resolve("dir/inner"));

    assertTrue(directory.delete("link"));
    assertFalse(directory.delete("link"));
    assertTrue(Files.exists(folder.resolve("elsewhere")));
    assertThrows(FileSystemException.class, () -> directory.delete("dir"));
    assertThrows(DirectoryNotEmptyException.class, () -> directory.deleteDirectory("dir"));
    try (Directory inner = directory.subdirectory("dir")) {
      assertTrue(inner.deleteDirectory("inner"));
    }
    assertTrue(directory.deleteDirectory("dir"));
    assertFalse(directory.deleteDirectory("dir"));
  }

  @Test
  void rename_fileOrLink_replacesTheOther() throws IOException {
    Files.writeString(folder.resolve("log"), "young");
    Files.writeString(folder.resolve("log.1"), "old");

    directory.rename("log", "log.1");

    assertEquals(List.of("log.1"), namesNow());
    assertEquals("young", Files.readString(folder.resolve("log.1")));
    assertThrows(NoSuchFileException.class, () -> directory.rename("log", "log.1"));
  }

  @Test
  void names_moreThanOneReadOfTheKernels_areAllThereAndAgain() throws IOException {
    Set<String> made = new TreeSet<>();
    for (int i = 0; i < 2000; i++) {
      String name = i + "-" + "n".repeat(i % 200);
      Files.createFile(folder.resolve(name));
      made.add(name);
    }

    assertEquals(made, new TreeSet<>(directory.names()));
    assertEquals(made, new TreeSet<>(directory.names()));
  }

  @Test
  @Tag("slow")
  void names_moreThanAnybodyNeeds_refused() throws Exception {
    Acl.assumeRoot();

    String said =
        ChildProcess.runAmongMounts(
            "mount -t tmpfs -o mode=755 none %1$s; cd %1$s; seq 100001 | xargs touch"
                .formatted(folder),
            "list",
            folder.toString());

    assertEquals(folder + ": holds more than 100000 files", said);
  }

  @Test
  void tryWriting_whereOneMayAndMayNot_leavesNothing() throws Exception {
    Acl.assumeRoot();
    String before = Acl.trace(folder);
    directory.tryWriting();
    assertEquals(before, Acl.trace(folder));

    Acl.change(folder, "chmod 755 $F");
    try (ActingAs alice = ActingAs.user(new FileIdentity(12345, 12345));
        WalkedPath walked = WalkedPath.of(folder, alice);
        Directory hers = walked.open()) {
      assertRefused(folder + ": permission denied", hers::tryWriting);
    }
  }

  @Test
  void replace_directoryIsExchanged_writesToTheOpenOne() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (Directory open = directory.subdirectory("inner")) {
      Files.move(inner, folder.resolve("moved"));
      Files.createDirectory(inner);

      open.replace("x", new byte[1], Access.of(Modes.PRIVATE_FILE));
      open.switchLink("l", Path.of("x"));
    }
    assertEquals(List.of(), DurableFilesTest.names(inner));
    assertEquals(List.of("l", "x"), DurableFilesTest.names(folder.resolve("moved")));
  }

  private List<String> namesNow() {
    try {
      return DurableFilesTest.names(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
