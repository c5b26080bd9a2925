package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where paths lead. Commands run in a folder of root's with the directory a/b in it. */
final class WalkedPathTest {
  private final Path folder;

  WalkedPathTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    change("mkdir -m 755 a a/b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ln -s $F/a l                     | l/b   | a/b   |",
        "ln -s a l                        | l/b   | a/b   |",
        "ln -s ../a a/l                   | a/l/b | a/b   |",
        "ln -s ../../a/./b//../b a/b/l    | a/b/l | a/b   |",
        "ln -s a k; ln -s k/b l; ln -s $F/l m | m | a/b   |",
        "ln -s a/new l                    | l/x   | a/new/x |",
        "ln -s a l; chown -h 12345 l      | l/b   | a/b   |",
        "ln -s a l; chown 12345 a         | l/b   | a/b   | a belongs to user 12345",
        "mkdir c; chown 12345 c; ln -s ../a c/l | c/l/b | a/b | c belongs to user 12345",
        "ln -s /../../etc l               | l     | /etc  |",
        ":                                | a/./b/../b | a/b |",
      })
  void resolved_links_areFollowedToWhereTheyLead(
      String setUp, String path, String resolved, String weaknesses) throws Exception {
    change(setUp);
    try (WalkedPath walked = WalkedPath.of(folder.resolve(path))) {
      assertEquals(folder.resolve(resolved).normalize(), walked.resolved());
    }
    assertEquals(weaknesses == null ? "" : weaknesses, weaknesses(path));
  }

  @Test
  void bentLink_linkSomebodyElseCouldHaveMade_isTheFirst() throws Exception {
    change("mkdir c; ln -s ../a c/l; ln -s c/l k; ln -s a s");
    assertEquals("", bentLink("s/b"));
    assertEquals("", bentLink("k/b"));

    change("chown 12345 c");
    assertEquals("c/l", bentLink("k/b"));
    assertEquals("c/l", bentLink("c/l"));
    assertEquals("", bentLink("s/b"));

    change("chown 0 c; chmod 1777 c");
    assertEquals("", bentLink("c/l"));

    change("chown -h 12345 c/l");
    assertEquals("c/l", bentLink("c/l"));
  }

  @Test
  void of_loop_refused() throws Exception {
    change("ln -s l k; ln -s k l");

    IOException e = assertThrows(FileSystemException.class, () -> walk("l/x").close());

    assertTrue(IoReason.of(e).endsWith(": leads through too many links"), IoReason.of(e));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file/x", "l", "l/x/y", "a/fifo/x"})
  void of_noDirectoryInTheWay_messageNamesIt(String path) throws Exception {
    change("touch file; ln -s file l; mkfifo a/fifo");

    IOException e = assertThrows(IOException.class, () -> walk(path).close());

    String named = path.startsWith("a") ? "a/fifo" : "file";
    assertEquals(folder.resolve(named) + ": not a directory", IoReason.of(e));
  }

  /** Else a user could keep a store from being judged, and so all others from being written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "touch a/x            | a/x   | not a directory",
        "mkfifo a/x           | a/x/y | not a directory",
        "ln -s x a/x          | a/x   | leads through too many links",
        "ln -s new/../z a/x   | a/x   | a path through a missing directory goes upwards again",
      })
  void of_obstacleThatSomebodyElseCanHaveMade_isMetWhenItIsOpened(
      String made, String path, String reason) throws Exception {
    change(made);
    assertThrows(IOException.class, () -> walk(path).close());

    change("chown -hR 12345 a");
    try (WalkedPath walked = walk(path)) {
      assertEquals("a belongs to user 12345", weaknesses(path));
      assertFalse(walked.exists());
      for (Executable each :
          List.<Executable>of(walked::open, walked::openExisting, () -> walked.make(0700))) {
        IOException e = assertThrows(IOException.class, each);
        assertTrue(IoReason.of(e).endsWith(reason), IoReason.of(e));
      }
    }
    assertThrows(IOException.class, () -> DurableFiles.open(folder.resolve(path)));
  }

  @Test
  void of_missingDirectoryThatGoesUpwardsAgain_refused() {
    IOException e = assertThrows(IOException.class, () -> walk("a/new/../b").close());

    assertEquals(
        folder.resolve("a") + ": a path through a missing directory goes upwards again",
        IoReason.of(e));
  }

  @Test
  void of_relativePath_refused() {
    assertThrows(IllegalArgumentException.class, () -> WalkedPath.of(Path.of("a")));
  }

  @Test
  void exists_wholeAndInPart_isKnown() throws Exception {
    try (WalkedPath whole = walk("a/b");
        WalkedPath part = walk("a/new/x")) {
      assertTrue(whole.exists());
      assertEquals(folder.resolve("a/b"), whole.existing());
      assertFalse(part.exists());
      assertEquals(folder.resolve("a"), part.existing());
      assertEquals(folder.resolve("a/new/x"), part.resolved());
      assertThrows(NoSuchFileException.class, part::open);
    }
  }

  @Test
  void open_pathIsExchangedAfterTheWalk_opensWhatWasWalked() throws Exception {
    change("echo x >a/b/mine");
    try (WalkedPath walked = walk("a/b")) {
      change("mkdir c; mv a/b moved; ln -s ../c a/b");

      try (Directory open = walked.open()) {
        assertEquals(List.of("mine"), open.names());
        open.replace("new", new byte[1], Access.of(Modes.PRIVATE_FILE));
      }
    }
    assertTrue(Files.exists(folder.resolve("moved/new")));
  }

  @Test
  void make_missingParts_areNewAndOpen() throws Exception {
    try (WalkedPath walked = walk("a/x/y/z");
        Directory made = walked.make(0700)) {
      assertEquals(folder.resolve("a/x/y/z"), made.path());
      assertEquals(List.of(), made.names());
    }
    assertEquals("rwxr-xr-x", DurableFilesTest.mode(folder.resolve("a/x")));
    assertEquals("rwxr-xr-x", DurableFilesTest.mode(folder.resolve("a/x/y")));
    assertEquals("rwx------", DurableFilesTest.mode(folder.resolve("a/x/y/z")));
  }

  @Test
  void make_danglingLinkOfRoots_makesWhereItLeads() throws Exception {
    change("ln -s a/x l");
    try (WalkedPath walked = walk("l/y");
        Directory _ = walked.make(0700)) {
      assertTrue(Files.isDirectory(folder.resolve("a/x/y")));
    }
  }

  @Test
  void make_parentIsExchangedAfterTheWalk_makesInWhatWasWalked() throws Exception {
    try (WalkedPath walked = walk("a/x")) {
      change("mv a moved; mkdir c; ln -s c a");

      walked.make(0700).close();
    }
    assertTrue(Files.isDirectory(folder.resolve("moved/x")));
    assertEquals(List.of(), DurableFilesTest.names(folder.resolve("c")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mkdir a/x; chown 12345 a/x       | was made by somebody else at the same time",
        "mkdir a/x; chmod 777 a/x         | was made by somebody else at the same time",
        "mkdir a/x; chmod 775 a/x         | was made by somebody else at the same time",
        "mkdir c; ln -s ../c a/x           | not a directory",
        "touch a/x                        | not a directory",
      })
  void make_somebodyElseWasFaster_refusedAndLeftAlone(String other, String reason)
      throws Exception {
    change("chmod 1777 a");
    try (WalkedPath walked = walk("a/x/y")) {
      change(other);
      String before = Acl.trace(folder.resolve("a/x"));

      IOException e = assertThrows(IOException.class, () -> walked.make(0700));

      assertEquals(folder.resolve("a/x") + ": " + reason, IoReason.of(e));
      assertEquals(before, Acl.trace(folder.resolve("a/x")));
      assertFalse(Files.exists(folder.resolve("a/x/y")));
    }
  }

  @Test
  void make_anotherOfOursWasFaster_usesItsDirectory() throws Exception {
    change("chmod 1777 a");
    try (WalkedPath walked = walk("a/x")) {
      change("mkdir -m 700 a/x; touch a/x/mine");

      try (Directory made = walked.make(0700)) {
        assertEquals(List.of("mine"), made.names());
      }
    }
  }

  /** In a Java that has a locale, and in one that has none. */
  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "C"})
  void names_thatAreNotAscii_areReadAsTheyAre(String locale) throws Exception {
    change("touch a/b/$(printf 'b\\303\\274cher') a/b/$(printf 'raw\\377') a/b/x; ");

    String said =
        ChildProcess.run("export LC_ALL=" + locale, "list", folder.resolve("a/b").toString());

    assertTrue(said.contains("2 can be opened\n"), said);
    assertTrue(said.endsWith("done"), said);
  }

  @Test
  void make_nameThatIsNotAscii_isThatName() throws Exception {
    String said =
        ChildProcess.run(
            "export LC_ALL=C.UTF-8",
            "createDirectories",
            folder + "/$(printf 'b\\303\\274cher')/store");

    assertEquals("done", said);
    change("test -d $(printf 'b\\303\\274cher')/store");
  }

  private WalkedPath walk(String path) throws IOException {
    return WalkedPath.of(folder.resolve(path));
  }

  private String weaknesses(String path) throws IOException {
    try (WalkedPath walked = walk(path)) {
      return walked.weaknesses().stream().map(this::shown).collect(Collectors.joining(", "));
    }
  }

  private String bentLink(String path) throws IOException {
    try (WalkedPath walked = walk(path)) {
      return walked.bentLink().map(link -> folder.relativize(link).toString()).orElse("");
    }
  }

  private String shown(PathWeakness weakness) {
    return folder.relativize(weakness.path())
        + (weakness.isOwner() ? " belongs to " : " is writable for ")
        + weakness.who().map(AclEntry::toString).orElse("everybody");
  }

  private void change(String command) throws IOException, InterruptedException {
    Acl.change(folder, "cd $F; " + command);
  }
}
