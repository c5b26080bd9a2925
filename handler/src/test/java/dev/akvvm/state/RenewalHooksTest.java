package dev.akvvm.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for a hook, and when the folder is not believed. */
final class RenewalHooksTest {
  private static final int SOMEBODY = 12345;

  private final Path base;
  private final Path parent;
  private final Path folder;
  private final RenewalHooks hooks;

  RenewalHooksTest(@TempDir Path base) {
    this.base = base;
    this.parent = base.resolve("akvvm");
    this.folder = parent.resolve("deploy");
    this.hooks = new RenewalHooks(folder, base);
  }

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.getAttribute(base, "unix:uid").equals(0), "skipped: only root has a say here");
    make(parent, "rwxr-xr-x");
  }

  @Test
  void list_noFolder_nothing() {
    assertEquals(List.of(), hooks.list());
  }

  @Test
  void list_files_programsByName() throws Exception {
    make(folder, "rwxr-xr-x");
    file("20-b", "rwxr-xr-x");
    file("10-a", "rwx------");
    file("README", "rw-r--r--");
    file(".hidden", "rwxr-xr-x");
    file("backup~", "rwxr-xr-x");
    make(folder.resolve("folder"), "rwxr-xr-x");
    Files.createSymbolicLink(folder.resolve("30-hidden"), Path.of("/nosuch/hook"));
    Files.createSymbolicLink(folder.resolve("40-link"), Path.of("10-a"));
    Files.createSymbolicLink(folder.resolve("50-text"), Path.of("README"));
    assertEquals(names("10-a", "20-b", "30-hidden", "40-link"), hooks.list());
  }

  @Test
  void list_filesOfOthers_areThereWhateverTheirMode() throws Exception {
    make(folder, "rwxr-xr-x");
    give(file("10-program", "rwx------"));
    give(file("20-not-yet", "rw-r--r--"));
    give(file(".hidden", "rwxr-xr-x"));
    give(make(folder.resolve("folder"), "rwxr-xr-x"));
    give(Files.createSymbolicLink(folder.resolve("30-link"), Path.of("/dev/null")));
    assertEquals(names("10-program", "20-not-yet", "30-link"), hooks.list());
  }

  @Test
  void list_somebodyElseHasASay_theFolderStandsForItsHooks() throws Exception {
    make(folder, "rwxr-xr-x");
    file("10-a", "rwxr-xr-x");
    give(parent);
    assertEquals(List.of(folder), hooks.list());
    Files.setAttribute(parent, "unix:uid", 0);
    assertEquals(names("10-a"), hooks.list());
    for (String mode : List.of("rwxrwxr-x", "rwxr-xrwx")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
      assertEquals(List.of(folder), hooks.list(), mode);
    }
  }

  /** Whoever took the folder away keeps hooks from being run, and that is not passed over. */
  @Test
  void list_folderIsGoneAndSomebodyElseHadASay_theFolderStandsForItsHooks() throws Exception {
    give(parent);
    assertEquals(List.of(folder), hooks.list());
  }

  @Test
  void list_folderIsALink_whatItLeadsToIsJudged() throws Exception {
    Path other = make(base.resolve("other"), "rwxr-xr-x");
    Path real = make(other.resolve("hooks"), "rwxr-xr-x");
    Files.createSymbolicLink(folder, real);
    file("10-a", "rwxr-xr-x");
    assertEquals(names("10-a"), hooks.list());
    give(other);
    assertEquals(List.of(folder), hooks.list());
    Files.setAttribute(other, "unix:uid", 0);
    give(folder);
    assertEquals(List.of(folder), hooks.list());
  }

  @Test
  void list_noFolderButSomethingElse_theFolderStandsForItsHooks() throws Exception {
    Files.createFile(folder);
    assertEquals(List.of(folder), hooks.list());
    Files.delete(folder);
    Files.createSymbolicLink(folder, Path.of("nosuch"));
    assertEquals(List.of(folder), hooks.list());
  }

  private List<Path> names(String... names) {
    return List.of(names).stream().map(folder::resolve).toList();
  }

  private Path file(String name, String mode) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static Path make(Path directory, String mode) throws IOException {
    Files.createDirectory(directory);
    assertTrue(Files.isDirectory(directory));
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }

  private static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", SOMEBODY, NOFOLLOW_LINKS);
  }
}
