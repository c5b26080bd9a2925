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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files, as getfacl and other users see them. */
final class AccessControlTest {
  private static final Access GRANTED = new Access(Modes.PRIVATE_FILE, Set.of(Acl.ALICE, Acl.WEB));
  private static final String GRANTED_ACL =
      "user::rw- user:12345:r-- group::--- group:23456:r-- mask::r-- other::---";
  private static final Access GROUP_READABLE =
      Access.of(PosixFilePermissions.fromString("rw-r-----"));

  private final AccessControl control = new AccessControl();
  private final Path folder;
  private final Path file;

  AccessControlTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("web.pem");
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    Acl.change(folder, "chmod 711 $F");
    Files.writeString(file, "key");
    Acl.change(file, "chmod 644 $F");
  }

  @Test
  void apply_readers_theyAndNobodyElseCanRead() throws Exception {
    control.apply(file, GRANTED);

    assertEquals(GRANTED_ACL, Acl.of(file));
    assertTrue(control.isExactly(file, GRANTED));
    assertTrue(reads(12345, 1));
    assertTrue(reads(1, 23456));
    assertFalse(reads(12346, 1));
    assertFalse(Acl.can(12345, 1, "sh", "-c", "echo x >> " + file));
  }

  @Test
  void apply_moreThanAMode_readersComeOnTop() throws Exception {
    control.apply(file, new Access(GROUP_READABLE.mode(), Set.of(Acl.ALICE)));

    assertEquals("user::rw- user:12345:r-- group::r-- mask::r-- other::---", Acl.of(file));
  }

  @Test
  void apply_largestIds_areUnsigned() throws Exception {
    Access wanted =
        new Access(
            Modes.PRIVATE_FILE,
            Set.of(AclEntry.user(-2), AclEntry.user(7), AclEntry.user((int) 3_000_000_000L)));

    control.apply(file, wanted);

    assertEquals(
        "user::rw- user:7:r-- user:3000000000:r-- user:4294967294:r-- group::--- mask::r--"
            + " other::---",
        Acl.of(file));
    assertTrue(control.isExactly(file, wanted));
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
        "chmod 644 $F",
        "chmod u+s $F",
        "chown 12345 $F",
        "chgrp 23456 $F",
        "chown 12345 $F; setfacl -b $F; chmod 7777 $F"
      })
  void apply_drift_noticedAndRepaired(String drift) throws Exception {
    control.apply(file, GRANTED);
    Acl.change(file, drift);

    assertFalse(control.isExactly(file, GRANTED));
    control.apply(file, GRANTED);

    assertTrue(control.isExactly(file, GRANTED));
    assertEquals(GRANTED_ACL, Acl.of(file));
    assertEquals("100640 0 0", facts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setfacl -m u:7:r $F",
        "setfacl -m m::rwx $F",
        "setfacl -m g::rwx,u:7:rwx,m::r $F",
        "chmod 4640 $F",
        "chmod 777 $F",
        "chgrp 23456 $F"
      })
  void apply_noReaders_endsWithoutAcl(String drift) throws Exception {
    for (Access wanted : List.of(Access.of(Modes.PRIVATE_FILE), GROUP_READABLE)) {
      control.apply(file, wanted);
      Acl.change(file, drift);

      assertFalse(control.isExactly(file, wanted));
      control.apply(file, wanted);

      assertTrue(control.isExactly(file, wanted));
      String group = wanted.equals(GROUP_READABLE) ? "r--" : "---";
      assertEquals("user::rw- group::" + group + " other::---", Acl.of(file));
      assertEquals(wanted.equals(GROUP_READABLE) ? "100640 0 0" : "100600 0 0", facts());
    }
  }

  @Test
  void apply_exactAlready_touchesNothing() throws Exception {
    control.apply(file, GRANTED);
    String before = Acl.trace(file);

    control.apply(file, GRANTED);

    assertEquals(before, Acl.trace(file));
  }

  @Test
  void apply_readerThatKeepsItsRight_neverLosesIt() throws Exception {
    control.apply(file, GRANTED);
    Access two = new Access(Modes.PRIVATE_FILE, Set.of(Acl.ALICE, Acl.BOB));

    try (Watcher watcher =
        Watcher.of(() -> assertTrue(Acl.of(file).contains("user:12345:r--"), Acl.of(file)))) {
      watcher.awaitLooks();
      for (int i = 0; i < 2000; i++) {
        control.apply(file, i % 2 == 0 ? two : GRANTED);
      }
      watcher.awaitLooks();
    }
  }

  @Test
  void apply_link_refusedAndTargetIsNotTouched() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    String before = Acl.trace(file);

    for (Access wanted : List.of(GRANTED, Access.of(Modes.PRIVATE_FILE))) {
      IOException e = assertThrows(FileSystemException.class, () -> control.apply(link, wanted));
      assertEquals(link + ": is a symbolic link where a file is expected", IoReason.of(e));
    }
    assertEquals(before, Acl.trace(file));
  }

  @Test
  void isExactly_missingFile_messageNamesIt() {
    Path missing = folder.resolve("missing");

    IOException e = assertThrows(IOException.class, () -> control.isExactly(missing, GRANTED));

    assertEquals(missing + ": no such file or directory", IoReason.of(e));
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077", "777"})
  void replace_anyUmask_accessIsTheOneGiven(String umask) throws Exception {
    assertEquals("done", ChildProcess.run("umask " + umask, "grant", file.toString(), "12345"));

    assertEquals("user::rw- user:12345:r-- group::--- mask::r-- other::---", Acl.of(file));
    assertTrue(reads(12345, 1));
  }

  @Test
  void replace_directoryHandsDownItsAclAndGroup_accessIsTheOneGiven() throws Exception {
    Acl.change(folder, "chgrp 23456 $F; chmod g+s $F; setfacl -d -m u:7:rwx,g::rwx,o::rwx $F");

    DurableFiles.replace(file, new byte[1], GRANTED);
    assertEquals(GRANTED_ACL, Acl.of(file));
    assertEquals("100640 0 0", facts());

    DurableFiles.replace(file, new byte[1], GROUP_READABLE);
    assertEquals("user::rw- group::r-- other::---", Acl.of(file));
    assertEquals("100640 0 0", facts());
  }

  @Test
  void replace_watchedAllTheTime_nameIsNeverVisibleWithoutItsAccess() throws Exception {
    DurableFiles.replace(file, "old".getBytes(UTF_8), GRANTED);

    try (Watcher watcher = Watcher.of(() -> assertTrue(control.isExactly(file, GRANTED)))) {
      watcher.awaitLooks();
      for (int i = 0; i < 100; i++) {
        DurableFiles.replace(file, new byte[i], GRANTED);
      }
      watcher.awaitLooks();
    }
  }

  @Test
  void replace_fileSystemWithoutAcls_messageSaysWhatToDo() throws Exception {
    String said =
        ChildProcess.runAmongMounts(
            "mount -t ramfs none " + folder, "grant", file.toString(), "12345");

    assertEquals(
        folder.resolve(".web.pem.tmp")
            + ": the file system has no ACLs: mount it with the option acl where it has one, or"
            + " choose another certificateStoreLocation",
        said);
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
