package dev.akvvm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can pass through a directory, as getfacl and other users see it. */
final class LetSearchTest {
  private static final Set<AclEntry> ALICE = Set.of(Acl.ALICE);

  private final Path folder;
  private final Path store;
  private final Path file;

  LetSearchTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store");
    this.file = store.resolve("web.pem");
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    Acl.change(folder, "chmod 711 $F");
    Files.createDirectory(store);
    Files.writeString(file, "key");
    Acl.change(file, "chmod 644 $F");
    Acl.change(store, "chmod 700 $F");
  }

  @Test
  void letSearch_privateDirectory_opensItToTheNamedOnly() throws Exception {
    assertTrue(letSearch(store, Set.of(Acl.ALICE, Acl.WEB)));

    assertEquals(
        "user::rwx user:12345:--x group::--- group:23456:--x mask::--x other::---", Acl.of(store));
    assertTrue(passes(12345, 1));
    assertTrue(passes(1, 23456));
    assertFalse(passes(12346, 1));
    assertFalse(lists(12345));
  }

  @Test
  void letSearch_again_touchesNothing() throws Exception {
    letSearch(store, ALICE);
    String before = Acl.trace(store);

    assertFalse(letSearch(store, ALICE));

    assertEquals(before, Acl.trace(store));
  }

  @Test
  void letSearch_anotherOne_bothPass() throws Exception {
    letSearch(store, ALICE);

    assertTrue(letSearch(store, Set.of(Acl.BOB)));

    assertTrue(passes(12345, 1));
    assertTrue(passes(12346, 1));
  }

  @Test
  void letSearch_afterChmod700_maskIsRepaired() throws Exception {
    letSearch(store, ALICE);
    Acl.change(store, "chmod 700 $F");
    assertFalse(passes(12345, 1));

    assertTrue(letSearch(store, ALICE));

    assertTrue(passes(12345, 1));
    assertFalse(passes(12346, 1));
    assertFalse(lists(12345));
  }

  @Test
  void letSearch_othersWereMasked_comeBackToSearchAtMost() throws Exception {
    Acl.change(store, "setfacl -m u:12346:rwx,g:23456:rw,g::r-x $F; chmod 700 $F");

    assertTrue(letSearch(store, ALICE));

    assertEquals(
        "user::rwx user:12345:--x user:12346:rwx group::r-- group:23456:rw- mask::--x other::---",
        Acl.of(store));
    assertTrue(passes(12346, 1));
    assertFalse(lists(12346));
    assertFalse(Acl.can(12346, 1, "touch", store.resolve("new").toString()));
    assertFalse(passes(1, 0));
    assertFalse(passes(1, 23456));
  }

  @Test
  void letSearch_entriesOfOthers_stayAsTheyAre() throws Exception {
    Acl.change(store, "setfacl -m u:12346:rwx,u:8:---,g::r-x,m::rx $F");

    assertTrue(letSearch(store, ALICE));

    assertEquals(
        "user::rwx user:8:--- user:12345:--x user:12346:rwx group::r-x mask::r-x other::---",
        Acl.of(store));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chmod 755 $F",
        "chmod 711 $F",
        "chmod 1777 $F",
        "setfacl -m u:12345:rwx,m::x $F",
        "chmod 755 $F; setfacl -m u:12346:--- $F"
      })
  void letSearch_rightIsThere_touchesNothing(String already) throws Exception {
    Acl.change(store, already);
    String before = Acl.trace(store) + Acl.of(store);

    assertFalse(letSearch(store, ALICE));

    assertEquals(before, Acl.trace(store) + Acl.of(store));
    assertTrue(passes(12345, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chmod 755 $F; setfacl -m u:12345:--- $F",
        "chmod 755 $F; setfacl -m u:12345:rw $F",
        "chmod 755 $F; setfacl -m g:23456:--- $F",
        "chmod 705 $F; chgrp 23456 $F",
        "setfacl -m u:12345:rwx,m::r $F"
      })
  void letSearch_somethingTakesTheRightAway_entryIsAdded(String denial) throws Exception {
    Acl.change(store, denial);
    assertFalse(passes(12345, 23456));

    assertTrue(letSearch(store, ALICE));

    assertTrue(passes(12345, 23456));
    assertFalse(letSearch(store, ALICE));
  }

  @ParameterizedTest
  @CsvSource({"chgrp 23456 $F; chmod 710 $F, GROUP, 23456", "chown 12345 $F, USER, 12345"})
  void letSearch_owners_areServedByTheMode(String owned, AclEntry.Kind kind, int id)
      throws Exception {
    Acl.change(store, owned);
    String before = Acl.trace(store);

    assertFalse(letSearch(store, Set.of(new AclEntry(kind, id))));

    assertEquals(before, Acl.trace(store));
  }

  @Test
  void letSearch_owningGroupIsKeptOut_namedEntryLetsItIn() throws Exception {
    Acl.change(store, "chgrp 23456 $F");

    assertTrue(letSearch(store, Set.of(Acl.WEB)));

    assertTrue(passes(1, 23456));
  }

  @Test
  void letSearch_restOfTheDirectory_stays() throws Exception {
    Acl.change(store, "chown 7:8 $F; chmod 3700 $F; setfacl -d -m u:9:rwx $F");

    letSearch(store, ALICE);

    assertEquals(03710, (int) Files.getAttribute(store, "unix:mode") & 07777);
    assertEquals(7, Files.getAttribute(store, "unix:uid"));
    assertEquals(8, Files.getAttribute(store, "unix:gid"));
    assertTrue(Acl.of(store).contains("default:user:9:rwx"), Acl.of(store));
  }

  @Test
  void letSearch_linkToADirectory_directoryIsOpened() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), store);

    assertTrue(letSearch(link, ALICE));

    assertTrue(passes(12345, 1));
  }

  @Test
  void letSearch_nameGoesToAnotherDirectory_openOneIsChanged() throws Exception {
    Path secret = Files.createDirectory(folder.resolve("private"));
    Acl.change(secret, "chmod 700 $F");
    String before = Acl.of(secret);
    Path moved = folder.resolve("moved");
    try (Directory open = DurableFiles.open(store)) {
      Files.move(store, moved);
      Files.createSymbolicLink(store, secret);

      assertTrue(open.letSearch(ALICE));
    }
    assertEquals(before, Acl.of(secret));
    assertEquals("user::rwx user:12345:--x group::--- mask::--x other::---", Acl.of(moved));
  }

  @Test
  void lacksSearch_withoutAndWithEntry_isWhatLetSearchAdds() throws Exception {
    try (Directory open = DurableFiles.open(store)) {
      assertTrue(open.lacksSearch(Acl.ALICE));
      open.letSearch(ALICE);
      assertFalse(open.lacksSearch(Acl.ALICE));
      assertTrue(open.lacksSearch(Acl.BOB));
    }
  }

  @Test
  void letSearch_nobody_changesNothing() throws Exception {
    assertFalse(letSearch(store, Set.of()));
  }

  @Test
  void letSearch_missingDirectory_messageNamesIt() {
    Path missing = folder.resolve("missing");

    IOException e = assertThrows(IOException.class, () -> letSearch(missing, ALICE));

    assertEquals(missing + ": no such file or directory", IoReason.of(e));
  }

  @ParameterizedTest
  @CsvSource({"711, done", "700, "})
  void letSearch_fileSystemWithoutAcls_failsOnlyWhereOneIsNeeded(String mode, String said)
      throws Exception {
    String mount = "mount -t ramfs none " + store + "; chmod " + mode + " " + store;

    String heard = ChildProcess.runAmongMounts(mount, "letSearch", store.toString(), "12345");

    assertEquals(
        said == null
            ? store
                + ": the file system has no ACLs: mount it with the option acl where it has one,"
                + " or choose another certificateStoreLocation"
            : said,
        heard);
  }

  private static boolean letSearch(Path path, Set<AclEntry> who) throws IOException {
    try (WalkedPath walked = WalkedPath.of(path);
        Directory directory = walked.open()) {
      return directory.letSearch(who);
    }
  }

  private boolean passes(int user, int group) throws Exception {
    return Acl.can(user, group, "cat", file.toString());
  }

  private boolean lists(int user) throws Exception {
    return Acl.can(user, 1, "ls", store.toString());
  }
}
