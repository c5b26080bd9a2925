package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read new files, as getfacl and other users see them. */
final class ReplacedFileTest {
  private static final Access GRANTED = new Access(Modes.PRIVATE_FILE, Set.of(Acl.ALICE, Acl.WEB));
  private static final String GRANTED_ACL =
      "user::rw- user:12345:r-- group::--- group:23456:r-- mask::r-- other::---";

  private final Path folder;
  private final Path file;

  ReplacedFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("web.pem");
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    Acl.change(folder, "chmod 711 $F");
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
    assertEquals("100640 0 23456", facts());

    DurableFiles.replace(file, new byte[1], Modes.PUBLIC_FILE);
    assertEquals("user::rw- group::r-- other::r--", Acl.of(file));
    assertEquals("100644 0 23456", facts());
  }

  @Test
  void replace_watchedAllTheTime_nameIsNeverVisibleWithoutItsAccess() throws Exception {
    DurableFiles.replace(file, "old".getBytes(UTF_8), GRANTED);

    try (Watcher watcher = Watcher.of(this::assertGranted)) {
      watcher.awaitLooks();
      for (int i = 0; i < 100; i++) {
        DurableFiles.replace(file, new byte[i], GRANTED);
      }
      watcher.awaitLooks();
    }
  }

  /** Of a file that may have been replaced since it was opened. */
  private void assertGranted() throws IOException {
    try (Directory directory = DurableFiles.open(folder);
        OpenFile open = directory.open("web.pem")) {
      assertEquals(0640, open.facts().mode());
      assertEquals(Set.of(Acl.ALICE, Acl.WEB), open.readers());
    }
  }

  @Test
  void replace_fileSystemWithoutAcls_messageSaysWhatToDo() throws Exception {
    String said =
        ChildProcess.runAmongMounts(
            "mount -t ramfs none " + folder, "grant", file.toString(), "12345");

    assertEquals(
        file
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
