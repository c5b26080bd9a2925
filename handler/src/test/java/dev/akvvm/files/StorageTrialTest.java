package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that lack something; the kernel answers as it does for them. */
final class StorageTrialTest {
  private static final Kernel USUAL = Kernel.ofThisProcess();

  @TempDir private Path folder;
  private final List<Descriptor> open = new ArrayList<>();
  private FileIdentity own = ActingAs.thisProcess().identity();

  @BeforeEach
  void resolve() throws IOException {
    folder = folder.toRealPath();
  }

  @AfterEach
  void close() {
    open.forEach(Descriptor::close);
  }

  @Test
  void demand_usualFileSystem_returnsAndLeavesNothing() throws IOException {
    assertDoesNotThrow(() -> trial(USUAL).demand());
    assertEquals(List.of(), names());
  }

  @Test
  void demand_leftByACrash_isReplaced() throws IOException {
    Files.createFile(
        folder.resolve(".akvvm-trial.tmp"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
    Files.createSymbolicLink(folder.resolve(".akvvm-trial-link.tmp"), Path.of("x"));
    assertDoesNotThrow(() -> trial(USUAL).demand());
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(ints = {LibC.EPERM, LibC.ENOSYS, LibC.EOPNOTSUPP})
  void demand_noLinks_isSaidAndNothingIsLeft(int answer) throws IOException {
    assertEquals(
        "has no symbolic links; choose another certificateStoreLocation",
        reason(
            (call, arguments) ->
                call == SystemCall.SYMLINKAT ? -answer : USUAL.call(call, arguments)));
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, LibC.EPERM, LibC.EOPNOTSUPP})
  void demand_fixedModes_areSaidAndNothingIsLeft(int answer) throws IOException {
    assertEquals(
        "does not keep modes (a private file has mode 755); choose another"
            + " certificateStoreLocation",
        reason(fixedModes(answer)));
    assertEquals(List.of(), names());
  }

  @Test
  void demand_filesOfSomebodyElse_areSaid() throws IOException {
    int me = own.user();
    own = new FileIdentity(54321, 0);
    assertEquals(
        "does not keep owners (a file of uid 54321 belongs to uid "
            + me
            + "); choose another certificateStoreLocation",
        reason(USUAL));
  }

  @Test
  void demand_nothingAtAll_allIsSaidAtOnce() throws IOException {
    Kernel fixed = fixedModes(0);
    assertEquals(
        "has no symbolic links, does not keep modes (a private file has mode 755); choose another"
            + " certificateStoreLocation",
        reason(
            (call, arguments) ->
                call == SystemCall.SYMLINKAT ? -LibC.EPERM : fixed.call(call, arguments)));
  }

  @Test
  void demand_otherFailures_areThemselves() {
    FileSystemException full =
        assertThrows(
            FileSystemException.class,
            () ->
                trial(
                        (call, arguments) ->
                            call == SystemCall.SYMLINKAT ? -28 : USUAL.call(call, arguments))
                    .demand());
    assertEquals(folder + ": No space left on device", IoReason.of(full));
  }

  @Test
  void replace_fixedModes_writesNotAByteAndKeepsWhatWasThere() throws IOException {
    List<Integer> written = new ArrayList<>();
    Kernel fixed = fixedModes(0);
    Kernel kernel =
        (call, arguments) -> {
          if (call == SystemCall.WRITE) {
            written.add((int) arguments[2]);
          }
          return fixed.call(call, arguments);
        };
    Files.writeString(folder.resolve("key"), "old");
    try (Directory directory = Directory.of(at(kernel), ActingAs.thisProcess(), folder)) {
      FileSystemException e =
          assertThrows(
              FileSystemException.class,
              () -> directory.replace("key", new byte[9], Access.of(Modes.PRIVATE_FILE)));
      assertEquals(
          folder
              + "/key: the file system (TYPE) does not keep modes (a private file has mode 755);"
              + " choose another certificateStoreLocation",
          withoutType(IoReason.of(e)));
    }
    assertEquals(List.of(), written);
    assertEquals(List.of("key"), names());
    assertEquals("old", Files.readString(folder.resolve("key")));
  }

  /** As on a share that is mounted for its owner only: what is open to all cannot be opened. */
  @Test
  void replace_modesCannotBeSetButArePrivate_writes() throws IOException {
    byte[] content = {1, 2};
    Kernel kernel =
        (call, arguments) -> call == SystemCall.FCHMOD ? -LibC.EPERM : USUAL.call(call, arguments);
    try (Directory directory = Directory.of(at(kernel), ActingAs.thisProcess(), folder)) {
      directory.replace("metadata", content, Access.of(Modes.PUBLIC_FILE));
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("metadata")));
  }

  @Test
  void cure_ofEachFileSystem_isItsOwn() {
    assertFalse(new MountedFileSystem("fuse.sshfs").hasEverything());
    List<FileSystemLack> all =
        List.of(
            FileSystemLack.ofLinks(), FileSystemLack.ofModes(0755), FileSystemLack.ofOwners(0, 7));
    assertEquals(
        "mount it with mfsymlinks,file_mode=0600,dir_mode=0755,uid=0,forceuid, or ",
        cure("cifs", all));
    assertEquals("mount it with mfsymlinks, or ", cure("smb3", all.subList(0, 1)));
    assertEquals("export it with no_root_squash, or ", cure("nfs4", all.subList(2, 3)));
    assertEquals(
        "export it with no_root_squash, or ", cure("nfs", List.of(FileSystemLack.ofRights())));
    assertEquals("", cure("nfs4", all));
    assertEquals("", cure("vfat", all));
  }

  private static String cure(String type, List<FileSystemLack> lacks) {
    return FileSystemLack.text(new MountedFileSystem(type), lacks)
        .replaceFirst(".*; ", "")
        .replace("choose another certificateStoreLocation", "");
  }

  private static Kernel fixedModes(int answer) {
    return (call, arguments) -> {
      if (call == SystemCall.OPENAT && (arguments[2] & OpenFlags.CREATE) != 0) {
        arguments[3] = 0755;
      }
      return call == SystemCall.FCHMOD ? -answer : USUAL.call(call, arguments);
    };
  }

  private String reason(Kernel kernel) throws IOException {
    StorageTrial trial = trial(kernel);
    String reason = IoReason.of(assertThrows(FileSystemException.class, trial::demand));
    return withoutType(reason).replace(folder + ": the file system (TYPE) ", "");
  }

  private static String withoutType(String reason) {
    return reason.replaceFirst("the file system \\([a-z0-9]+\\)", "the file system (TYPE)");
  }

  private StorageTrial trial(Kernel kernel) throws IOException {
    return new StorageTrial(at(kernel), own);
  }

  private Descriptor at(Kernel kernel) throws IOException {
    Descriptor directory = Descriptor.root(kernel);
    open.add(directory);
    for (Path name : folder) {
      directory = directory.open(name.toString(), OpenFlags.READ | OpenFlags.DIRECTORY, 0);
      open.add(directory);
    }
    return directory;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
