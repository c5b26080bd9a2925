package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user's rights are, and that they are one thread's only. */
final class ActingAsTest {
  private static final FileIdentity ALICE = new FileIdentity(12345, 23456);
  private static final Access PRIVATE = Access.of(Modes.PRIVATE_FILE);
  private static final String THREAD = "acting-as-user";

  private final Path folder;
  private final Path home;
  private final List<AutoCloseable> open = new ArrayList<>();

  ActingAsTest(@TempDir Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Acl.assumeRoot();
    Acl.change(folder, "chmod 711 $F; cd $F; mkdir -m 755 home roots; chown 12345:23456 home");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void user_whatItMakes_isItsOwn() throws Exception {
    ActingAs alice = alice();
    try (WalkedPath walked = WalkedPath.of(home.resolve("a/certs"), alice);
        Directory store = walked.make(0700)) {
      assertEquals(ALICE, store.identity());
      store.replace(
          "key", "secret".getBytes(UTF_8), new Access(Modes.PRIVATE_FILE, Set.of(Acl.BOB)));
      store.switchLink("web", Path.of("key"));
      store.letSearch(Set.of(Acl.BOB));
      try (OpenFile key = store.open("key")) {
        assertTrue(key.isOwn());
        assertEquals("secret", new String(key.read(10), UTF_8));
      }
      assertEquals(Set.of("key", "web"), Set.copyOf(store.names()));
    }
    for (String each : List.of("a", "a/certs", "a/certs/key", "a/certs/web")) {
      assertEquals("12345 23456", ownersOf(home.resolve(each)), each);
    }
    assertEquals(
        "user::rw- user:12346:r-- group::--- mask::r-- other::---",
        Acl.of(home.resolve("a/certs/key")));
  }

  @Test
  void user_itsWalk_trustsItsOwnDirectories() throws Exception {
    try (WalkedPath walked = WalkedPath.of(home, alice())) {
      assertEquals(List.of(), walked.weaknesses());
    }
    try (WalkedPath walked = WalkedPath.of(home)) {
      assertFalse(walked.weaknesses().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -m 700 x; mkdir x/certs",
        "mkdir -m 700 x; mkdir x/certs; mv x ../x; ln -s ../x x",
        "mkdir -m 755 x; mkdir -m 700 x/certs",
        "mkdir -m 770 x; mkdir x/certs; chgrp 23457 x",
        "ln -s /root x",
      })
  void user_directoryItMayNotEnter_refusedByTheKernel(String made) throws Exception {
    Acl.change(home, "cd $F; " + made);

    assertThrows(
        AccessDeniedException.class,
        () -> {
          try (WalkedPath walked = WalkedPath.of(home.resolve("x/certs"), alice());
              Directory directory = walked.open()) {
            directory.names();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ln -s ../roots x", "mkdir -m 755 x", "mkdir -m 750 x; chgrp 23456 x"})
  void user_directoryItMayOnlyRead_refusedByTheKernel(String made) throws Exception {
    Acl.change(home, "cd $F; " + made);
    String before = Acl.trace(home.resolve("x/."));
    try (WalkedPath walked = WalkedPath.of(home.resolve("x"), alice());
        Directory directory = walked.open()) {
      assertThrows(
          AccessDeniedException.class, () -> directory.replace("akvvm", new byte[1], PRIVATE));
      assertThrows(
          AccessDeniedException.class, () -> directory.switchLink("akvvm", Path.of("elsewhere")));
      assertThrows(AccessDeniedException.class, () -> directory.makeSubdirectory("akvvm", 0700));
      assertThrows(AccessDeniedException.class, () -> directory.append("akvvm"));
    }
    assertEquals(before, Acl.trace(home.resolve("x/.")));
  }

  @Test
  void user_rightsOfRootsDirectory_areRefusedByTheKernel() throws Exception {
    Acl.change(home, "cd $F; mkdir -m 750 x; chgrp 23456 x");
    try (WalkedPath walked = WalkedPath.of(home.resolve("x"), alice());
        Directory directory = walked.open()) {
      IOException e =
          assertThrows(FileSystemException.class, () -> directory.letSearch(Set.of(Acl.BOB)));
      assertEquals(home.resolve("x") + ": Operation not permitted", IoReason.of(e));
    }
  }

  @Test
  void user_filesOfRoots_areRefusedByTheKernel() throws Exception {
    Acl.change(home, "cd $F; echo secret >key; chmod 600 key; echo x >open; chmod 666 open");
    String before = Acl.trace(home.resolve("open"));
    try (WalkedPath walked = WalkedPath.of(home, alice());
        Directory directory = walked.open()) {
      assertThrows(AccessDeniedException.class, () -> directory.read("key", 100));
      try (OpenFile file = directory.open("open")) {
        assertFalse(file.isOwn());
        assertThrows(FileSystemException.class, () -> file.give(PRIVATE));
      }
      assertThrows(FileSystemException.class, () -> directory.append("open"));
    }
    assertEquals(before, Acl.trace(home.resolve("open")));
  }

  /** Capabilities would be rights beyond the user's; the process's user id keeps signals away. */
  @Test
  void user_itsThread_hasTheUsersRightsAndNoOther() throws Exception {
    alice();

    Map<String, String> acting = status(THREAD).orElseThrow();
    assertEquals("0 0 0 12345", acting.get("Uid"));
    assertEquals("0 0 0 23456", acting.get("Gid"));
    assertEquals("", acting.get("Groups"));
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
      assertEquals("0000000000000000", acting.get(set), set);
    }
  }

  @Test
  void user_otherThreads_keepRootsRights() throws Exception {
    Map<String, String> before = statusOf(Path.of("/proc/thread-self"));
    try (ActingAs _ = ActingAs.user(ALICE);
        Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      assertEquals(before.get("CapEff"), statusOf(Path.of("/proc/thread-self")).get("CapEff"));
      for (Path task : tasks.toList()) {
        Map<String, String> status = statusOf(task);
        if (!THREAD.equals(status.get("Name"))) {
          assertEquals("0 0 0 0", status.getOrDefault("Uid", "0 0 0 0"), status.toString());
        }
      }
      Files.writeString(folder.resolve("of-root"), "x");
      assertEquals(0, DurableFiles.facts(folder.resolve("of-root")).orElseThrow().owner());
    }
  }

  @Test
  void user_severalAtOnce_eachHasItsOwnRights() throws Exception {
    Acl.change(folder, "cd $F; mkdir -m 700 bob; chown 12346 bob");
    ActingAs alice = alice();
    ActingAs bob = keep(ActingAs.user(new FileIdentity(12346, 23457)));

    try (WalkedPath walked = WalkedPath.of(folder.resolve("bob"), bob);
        Directory directory = walked.open()) {
      directory.replace("x", new byte[1], PRIVATE);
    }
    assertThrows(
        AccessDeniedException.class,
        () -> {
          try (WalkedPath walked = WalkedPath.of(folder.resolve("bob"), alice)) {
            walked.open().close();
          }
        });
  }

  @Test
  void close_thread_ends() throws Exception {
    alice().close();

    for (int i = 0; i < 500 && status(THREAD).isPresent(); i++) {
      Thread.sleep(10);
    }
    assertEquals(Optional.empty(), status(THREAD));
  }

  /** The user cannot read what this program consists of, and the program goes on loading it. */
  @Test
  void user_programIsRootsOnly_worksAllTheSame() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String copied =
        Stream.of(System.getProperty("java.class.path").split(":"))
            .filter(each -> Files.isDirectory(Path.of(each, "dev/akvvm/files")))
            .map(each -> "cp -r " + each + "/. " + classes + "; ")
            .collect(Collectors.joining());

    String said =
        ChildProcess.run(
            copied + "chmod 700 " + classes + "; export CLASSES=" + classes,
            "actAs",
            home.toString(),
            "12345");

    assertEquals("permission denied\nno such file or directory\ndone", said);
    assertEquals("12345 12345", ownersOf(home.resolve("key")));
  }

  @Test
  void user_groupsOfThisProcess_areNotTheUsers() throws Exception {
    Acl.change(home, "chown 0:23457 $F; chmod 770 $F");

    String said =
        new JavaProcess(ChildProcess.class, List.of("setpriv", "--groups=23457", "sh", "-ec"))
            .run(":", "actAs", home.toString(), "12345");

    assertEquals(home + ": permission denied", said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-setuid", "-setgid", "-setuid,-setgid"})
  void user_processMayNot_messageSaysWhatItLacks(String capabilities) throws Exception {
    String said = ChildProcess.runWithout(capabilities, "actAs", home.toString(), "12345");

    assertEquals("cannot act as uid 12345: this process lacks CAP_SETUID or CAP_SETGID", said);
    assertEquals(List.of(), DurableFilesTest.names(home));
  }

  private ActingAs alice() throws IOException {
    return keep(ActingAs.user(ALICE));
  }

  private ActingAs keep(ActingAs acting) {
    open.add(acting);
    return acting;
  }

  private static String ownersOf(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS)
        + " "
        + Files.getAttribute(file, "unix:gid", NOFOLLOW_LINKS);
  }

  private static Optional<Map<String, String>> status(String thread) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        Map<String, String> status = statusOf(task);
        if (thread.equals(status.get("Name"))) {
          return Optional.of(status);
        }
      }
      return Optional.empty();
    }
  }

  /** Empty for a thread that has ended. */
  private static Map<String, String> statusOf(Path task) {
    try {
      return Files.readAllLines(task.resolve("status")).stream()
          .map(line -> line.split(":\\s*", 2))
          .collect(
              Collectors.toMap(pair -> pair[0], pair -> pair[1].strip().replaceAll("\\s+", " ")));
    } catch (IOException e) {
      return Map.of();
    }
  }
}
