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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

    assertEquals(file + ": exists already and is not a directory", IoReason.of(e));
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
    Files.writeString(folder.resolve(".probe.tmp"), "x");

    DurableFiles.probe(folder);

    assertEquals(List.of(), DurableFilesTest.names(folder));
  }

  @Test
  void probe_missingDirectory_messageNamesIt() {
    Path missing = folder.resolve("missing");

    IOException e = assertThrows(IOException.class, () -> DurableFiles.probe(missing));

    assertEquals(missing.resolve(".probe.tmp") + ": no such file or directory", IoReason.of(e));
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
