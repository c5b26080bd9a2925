package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files, as getfacl and other users see them. */
final class OpenFileTest {
  private static final Access GRANTED = new Access(Modes.PRIVATE_FILE, Set.of(Acl.ALICE, Acl.WEB));
  private static final String GRANTED_ACL =
      "user::rw- user:12345:r-- group::--- group:23456:r-- mask::r-- other::---";
  private static final Access PUBLIC = Access.of(Modes.PUBLIC_FILE);

  private final Path folder;
  private final Path file;
  private final Directory directory;

  OpenFileTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.file = folder.resolve("web.pem");
    this.directory = DurableFiles.open(folder);
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    Acl.change(folder, "chmod 711 $F");
    Files.writeString(file, "key");
    Acl.change(file, "chmod 644 $F");
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void give_readers_theyAndNobodyElseCanRead() throws Exception {
    give(GRANTED);

    assertEquals(GRANTED_ACL, Acl.of(file));
    assertTrue(isExactly(GRANTED));
    assertTrue(reads(12345, 1));
    assertTrue(reads(1, 23456));
    assertFalse(reads(12346, 1));
    assertFalse(Acl.can(12345, 1, "sh", "-c", "echo x >> " + file));
  }

  @Test
  void give_moreThanAMode_readersComeOnTop() throws Exception {
    give(new Access(PUBLIC.mode(), Set.of(Acl.ALICE)));

    assertEquals("user::rw- user:12345:r-- group::r-- mask::r-- other::r--", Acl.of(file));
  }

  @Test
  void give_largestIds_areUnsigned() throws Exception {
    Access wanted =
        new Access(
            Modes.PRIVATE_FILE,
            Set.of(AclEntry.user(-2), AclEntry.user(7), AclEntry.user((int) 3_000_000_000L)));

    give(wanted);

    assertEquals(
        "user::rw- user:7:r-- user:3000000000:r-- user:4294967294:r-- group::--- mask::r--"
            + " other::---",
        Acl.of(file));
    assertTrue(isExactly(wanted));
  }

  @Test
  void readers_byAclAndMask_areThoseThatCanRead() throws Exception {
    assertEquals(Set.of(), readers());

    Acl.change(file, "setfacl -m u:12345:rw,u:12346:w,g:23456:r $F");
    assertEquals(Set.of(Acl.ALICE, Acl.WEB), readers());

    Acl.change(file, "chmod 600 $F");
    assertEquals(Set.of(), readers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setfacl -m u:7:r $F",
        "setfacl -m u:12345:rw $F",
        "setfacl -x u:12345 $F",
        "setfacl -b $F",
        "chmod 600 $F",
        "chmod 660 $F",
        "chmod 644 $F"
      })
  void give_drift_noticedAndRepaired(String drift) throws Exception {
    give(GRANTED);
    Acl.change(file, drift);

    assertFalse(isExactly(GRANTED));
    give(GRANTED);

    assertTrue(isExactly(GRANTED));
    assertEquals(GRANTED_ACL, Acl.of(file));
    assertEquals("100640 0 0", facts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setfacl -m u:7:r $F",
        "setfacl -m m::rwx $F",
        "setfacl -m g::rwx,u:7:rwx,m::r $F",
        "chmod 640 $F",
        "chmod 777 $F"
      })
  void give_noReaders_endsWithoutAcl(String drift) throws Exception {
    for (Access wanted : List.of(Access.of(Modes.PRIVATE_FILE), PUBLIC)) {
      give(wanted);
      Acl.change(file, drift);

      assertFalse(isExactly(wanted));
      give(wanted);

      assertTrue(isExactly(wanted));
      String rest = wanted.equals(PUBLIC) ? "r--" : "---";
      assertEquals("user::rw- group::" + rest + " other::" + rest, Acl.of(file));
      assertEquals(wanted.equals(PUBLIC) ? "100644 0 0" : "100600 0 0", facts());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chown 12345 $F",
        "chmod u+s $F",
        "chmod g+s $F",
        "chmod +t $F",
        "ln $F $F.second",
        "chown 12345 $F; setfacl -b $F; chmod 7777 $F"
      })
  void give_fileOfAnotherMaking_isLeftAloneAndReplaced(String drift) throws Exception {
    give(GRANTED);
    Acl.change(file, drift);
    String before = Acl.trace(file);

    assertFalse(isOwn());
    assertFalse(isExactly(GRANTED));
    IOException e = assertThrows(FileSystemException.class, () -> give(GRANTED));
    assertEquals(
        file + ": is somebody else's file, or has a second name or special bits", IoReason.of(e));
    assertEquals(before, Acl.trace(file));

    directory.replace("web.pem", "new".getBytes(UTF_8), GRANTED);
    assertTrue(isOwn());
    assertTrue(isExactly(GRANTED));
    assertEquals(GRANTED_ACL, Acl.of(file));
    assertEquals("100640 0 0", facts());
  }

  /** A set-group-id directory chooses it, and it has no right that the world has not. */
  @Test
  void isExactly_groupOfTheFile_isNotJudged() throws Exception {
    for (Access wanted : List.of(GRANTED, PUBLIC, Access.of(Modes.PRIVATE_FILE))) {
      give(wanted);
      Acl.change(file, "chgrp 23456 $F");

      assertTrue(isOwn());
      assertTrue(isExactly(wanted));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw-rw-r--", "rw----r--"})
  void access_groupWithRightsOfItsOwn_refused(String mode) {
    assertThrows(
        IllegalArgumentException.class, () -> Access.of(PosixFilePermissions.fromString(mode)));
  }

  @Test
  void give_exactAlready_touchesNothing() throws Exception {
    give(GRANTED);
    String before = Acl.trace(file);

    give(GRANTED);

    assertEquals(before, Acl.trace(file));
  }

  @Test
  void give_readerThatKeepsItsRight_neverLosesIt() throws Exception {
    give(GRANTED);
    Access two = new Access(Modes.PRIVATE_FILE, Set.of(Acl.ALICE, Acl.BOB));

    try (Watcher watcher =
        Watcher.of(() -> assertTrue(Acl.of(file).contains("user:12345:r--"), Acl.of(file)))) {
      watcher.awaitLooks();
      for (int i = 0; i < 2000; i++) {
        give(i % 2 == 0 ? two : GRANTED);
      }
      watcher.awaitLooks();
    }
  }

  @Test
  void give_nameGoesToAnotherFile_rightsAreThoseOfTheOpenOne() throws Exception {
    Path moved = folder.resolve("moved");
    try (OpenFile open = directory.open("web.pem")) {
      Files.move(file, moved);
      Files.writeString(file, "another");
      String before = Acl.trace(file);

      open.give(GRANTED);

      assertEquals(before, Acl.trace(file));
      assertEquals("key", new String(open.read(10), UTF_8));
    }
    assertEquals(GRANTED_ACL, Acl.of(moved));
  }

  private void give(Access access) throws IOException {
    try (OpenFile open = directory.open("web.pem")) {
      open.give(access);
    }
  }

  private boolean isExactly(Access access) throws IOException {
    try (OpenFile open = directory.open("web.pem")) {
      return open.isExactly(access);
    }
  }

  private boolean isOwn() throws IOException {
    try (OpenFile open = directory.open("web.pem")) {
      return open.isOwn();
    }
  }

  private Set<AclEntry> readers() throws IOException {
    try (OpenFile open = directory.open("web.pem")) {
      return open.readers();
    }
  }

  private boolean reads(int user, int group) throws Exception {
    return Acl.can(user, group, "cat", file.toString());
  }

  private String facts() throws IOException {
    return "%o %s %s"
        .formatted(
            (int) Files.getAttribute(file, "unix:mode"),
            Files.getAttribute(file, "unix:uid"),
            Files.getAttribute(file, "unix:gid"));
  }
}
