package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurableDirectoriesTest {
  private final Path folder;

  DurableDirectoriesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  void createDirectories_anyUmask_modeIsTheOneGiven(String umask) throws Exception {
    Path store = folder.resolve("a/b/store");

    assertEquals("done", ChildProcess.run("umask " + umask, "createDirectories", store.toString()));

    assertEquals("rwx------", DurableFilesTest.mode(store));
    assertEquals("rwxr-xr-x", DurableFilesTest.mode(folder.resolve("a")));
    assertEquals("rwxr-xr-x", DurableFilesTest.mode(folder.resolve("a/b")));
  }

  @Test
  void createDirectories_existing_modeStays() throws IOException {
    Path above = Files.createDirectory(folder.resolve("a"));
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwx--x"));
    Path store = Files.createDirectory(above.resolve("store"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-x---"));

    DurableFiles.createDirectories(store, Modes.PRIVATE_DIRECTORY);
    DurableFiles.createDirectories(above.resolve("other"), Modes.PRIVATE_DIRECTORY);

    assertEquals("rwxr-x---", DurableFilesTest.mode(store));
    assertEquals("rwxrwx--x", DurableFilesTest.mode(above));
  }

  @Test
  void createDirectories_linkToADirectory_accepted() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    DurableFiles.createDirectories(link, Modes.PRIVATE_DIRECTORY);

    assertTrue(Files.isSymbolicLink(link));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/below", "/far/below"})
  void createDirectories_regularFileInTheWay_messageNamesIt(String below) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    IOException e =
        assertThrows(
            IOException.class,
            () -> DurableFiles.createDirectories(Path.of(file + below), Modes.PRIVATE_DIRECTORY));

    assertEquals(file + ": not a directory", IoReason.of(e));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mkdir a; chown 12345 a                 | a   | belongs to uid 12345 and not to root; run"
            + " chown root",
        "mkdir a; chown 12345 a                 | a/b | belongs to uid 12345 and not to root; run"
            + " chown root",
        "mkdir a; chmod 757 a                   | a   | is world-writable; run chmod o-w",
        "mkdir a; chmod 757 a                   | a/b | is world-writable; run chmod o-w",
        "mkdir a; chmod 1777 a                  | a   | is world-writable; run chmod o-w",
        "mkdir a; chmod 1777 a; ln -s ../c a/b; chown -h 12345 a/b | a/b | is a link that users"
            + " other than root can change",
        "mkdir a; chown 12345 a; ln -s ../c a/b | a/b | is a link that users other than root can"
            + " change",
        "mkdir a; chmod 775 a; ln -s ../c a/b   | a/b | is a link that users other than root can"
            + " change",
      })
  void open_directoryThatIsNotRootsAlone_refusedAndLeftAlone(
      String made, String directory, String reason) throws Exception {
    Acl.assumeRoot();
    Acl.change(folder, "cd $F; mkdir c; " + made);
    Path path = folder.resolve(directory);

    List<Executable> all =
        List.of(
            () -> DurableFiles.open(path),
            () -> DurableFiles.createDirectories(path, Modes.PRIVATE_DIRECTORY),
            () -> DurableFiles.probe(path),
            () -> DurableFiles.read(path.resolve("x"), 1),
            () -> DurableFiles.replace(path.resolve("x"), new byte[1], Modes.PRIVATE_FILE),
            () -> DurableFiles.append(path.resolve("x")),
            () -> DurableFiles.switchLink(path.resolve("x"), path),
            () -> DurableFiles.delete(path.resolve("x")));

    for (Executable each : all) {
      IOException e = assertThrows(IOException.class, each);
      assertTrue(IoReason.of(e).endsWith(": " + reason), IoReason.of(e));
    }
  }

  /** As /var/log on Ubuntu, which its group can write to, and /tmp. */
  @ParameterizedTest
  @ValueSource(strings = {"chmod 775 a; chgrp 23456 a", "chmod 1777 a"})
  void open_directoryOfRootsWhereOthersWrite_isRoots(String made) throws Exception {
    Acl.assumeRoot();
    Acl.change(folder, "cd $F; mkdir a; " + made);
    Path log = folder.resolve("a/b/log");

    DurableFiles.createDirectories(log, Modes.PRIVATE_DIRECTORY);
    DurableFiles.replace(log.resolve("x"), new byte[1], Modes.PRIVATE_FILE);

    assertEquals(List.of("x"), DurableFiles.names(log));
  }

  @Test
  void createDirectories_severalAtOnce_allSucceed() throws Exception {
    atOnce(
        round ->
            DurableFiles.createDirectories(
                folder.resolve(round + "/a/store"), Modes.PRIVATE_DIRECTORY));
  }

  @Test
  void probe_severalAtOnce_allSucceed() throws Exception {
    atOnce(_ -> DurableFiles.probe(folder));

    assertEquals(List.of(), DurableFilesTest.names(folder));
  }

  @Test
  void probe_leftoverOfACrash_isNoObstacle() throws IOException {
    Files.writeString(folder.resolve(".akvvm-trial.tmp"), "x");

    DurableFiles.probe(folder);

    assertEquals(List.of(), DurableFilesTest.names(folder));
  }

  @Test
  void probe_missingDirectory_messageNamesIt() {
    Path missing = folder.resolve("missing");

    IOException e = assertThrows(IOException.class, () -> DurableFiles.probe(missing));

    assertEquals(missing + ": no such file or directory", IoReason.of(e));
  }

  /** Something done in the given round. */
  private interface Action {
    void run(int round) throws IOException;
  }

  private static void atOnce(Action action) throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<Boolean> rounds =
        () -> {
          for (int round = 0; round < 50; round++) {
            start.await();
            action.run(round);
          }
          return true;
        };
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<Boolean> done : executor.invokeAll(List.of(rounds, rounds, rounds, rounds))) {
        assertTrue(done.get());
      }
    }
  }
}
