package dev.akvvm.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a path stands for changes all the time, between any two system calls. */
final class SwappedPathTest {
  private static final FileIdentity ALICE = new FileIdentity(12345, 12345);
  private static final Access PRIVATE = Access.of(Modes.PRIVATE_FILE);
  private static final int ROUNDS = 500;

  private final Path folder;
  private final Path secret;
  private final Path certs;

  SwappedPathTest(@TempDir Path folder) {
    this.folder = folder;
    this.secret = folder.resolve("secret");
    this.certs = folder.resolve("home/certs");
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    Acl.change(
        folder,
        "chmod 711 $F; cd $F; mkdir -m 700 secret; mkdir -m 755 home home/certs;"
            + " ln -s ../secret home/link; chown -hR 12345 home");
  }

  @Test
  void user_itsStoreIsNowALinkNowADirectory_nothingIsWrittenElsewhere() throws Exception {
    int written = 0;
    try (Watcher _ = Watcher.of(this::swap);
        ActingAs alice = ActingAs.user(ALICE)) {
      for (int i = 0; i < ROUNDS || written == 0; i++) {
        try (WalkedPath walked = WalkedPath.of(certs, alice);
            Directory store = walked.open()) {
          store.replace("key", new byte[1], PRIVATE);
          written++;
        } catch (IOException e) {
          // It was the link, or nothing.
        }
      }
    }
    assertUntouched();
  }

  @Test
  void root_directoryOfItsOwnIsNowALinkNowADirectory_linkIsNeverFollowed() throws Exception {
    Acl.change(certs, "chown 0 $F");
    int written = 0;
    try (Watcher _ = Watcher.of(this::swap)) {
      for (int i = 0; i < ROUNDS || written == 0; i++) {
        try {
          DurableFiles.replace(certs.resolve("key"), new byte[1], Modes.PRIVATE_FILE);
          written++;
        } catch (IOException e) {
          // It was the link, or nothing.
        }
      }
    }
    assertUntouched();
  }

  @Test
  void make_otherMakesTheSameAllTheTime_nothingIsWrittenToItsDirectory() throws Exception {
    Acl.change(folder, "cd $F; mkdir -m 1777 tmp");
    Path shared = folder.resolve("tmp");
    Path store = shared.resolve("store");
    int written = 0;
    try (ActingAs alice = ActingAs.user(ALICE);
        WalkedPath hers = WalkedPath.of(shared, alice);
        Directory tmp = hers.open();
        Watcher _ = Watcher.of(() -> makeAndRemove(tmp))) {
      for (int i = 0; i < ROUNDS || written == 0; i++) {
        try (WalkedPath walked = WalkedPath.of(store)) {
          if (walked.weaknesses().isEmpty()) {
            assertOwn(walked);
            written++;
            Files.delete(store);
          }
        } catch (IOException e) {
          // It was the other's.
        }
      }
    }
  }

  private static void assertOwn(WalkedPath walked) throws IOException {
    try (Directory made = walked.make(0700)) {
      assertEquals(0, made.facts().owner());
      assertEquals(0700, made.facts().mode());
    }
  }

  private void swap() throws IOException {
    Path link = folder.resolve("home/link");
    Path aside = folder.resolve("home/aside");
    Files.move(certs, aside, ATOMIC_MOVE);
    Files.move(link, certs, ATOMIC_MOVE);
    Thread.onSpinWait();
    Files.move(certs, link, ATOMIC_MOVE);
    Files.move(aside, certs, ATOMIC_MOVE);
  }

  private static void makeAndRemove(Directory tmp) {
    try {
      tmp.makeSubdirectory("store", 0755).close();
      tmp.deleteDirectory("store");
    } catch (IOException e) {
      // It is root's, and stays in a sticky directory.
    }
  }

  private void assertUntouched() throws IOException, InterruptedException {
    assertEquals(List.of(), DurableFilesTest.names(secret));
    assertEquals("user::rwx group::--- other::---", Acl.of(secret));
    assertEquals(0, Files.getAttribute(secret, "unix:uid"));
  }
}
