package dev.akvvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.AclUnsupportedException;
import dev.akvvm.files.ActingAs;
import dev.akvvm.files.Directory;
import dev.akvvm.files.FileIdentity;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.MissingRightsException;
import dev.akvvm.files.ProvokedFileSystemFailures;
import dev.akvvm.files.WalkedPath;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.ownership.UnsafeStoreException;
import dev.akvvm.testing.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Makes go wrong what keeps a store from being opened at all. */
final class ProvokedStoreFailures {
  private static final FileIdentity NOBODY_HERE = new FileIdentity(54321, 54321);

  private ProvokedStoreFailures() {}

  static List<String> all(Path folder) throws Exception {
    List<String> messages =
        new ArrayList<>(
            List.of(unsafe(folder), withoutAcls(), withoutRights(), hanging(), withoutMemory()));
    messages.addAll(ProvokedFileSystemFailures.all(folder.toRealPath()));
    return messages;
  }

  private static String unsafe(Path folder) throws IOException {
    Path store = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));
    StoreOwners owners =
        new StoreOwners(List.of(Observed.certificate("contoso", "web", store.toRealPath())));
    return message(
        assertThrows(UnsafeStoreException.class, () -> owners.open(store.toRealPath()).close()));
  }

  private static String hanging() {
    StoreThreads threads = new StoreThreads(Duration.ofMillis(50));
    CountDownLatch answer = new CountDownLatch(1);
    try {
      return failure(
          threads,
          () -> {
            answer.await();
            return "";
          });
    } finally {
      answer.countDown();
    }
  }

  private static String withoutMemory() {
    return failure(
        new StoreThreads(),
        () -> {
          throw new OutOfMemoryError("simulated");
        });
  }

  private static String failure(StoreThreads threads, Callable<String> work) {
    return IoReason.of(
        assertThrows(
            IOException.class,
            () ->
                threads.run(
                    Path.of("/srv/certs"),
                    () -> {
                      try {
                        return work.call();
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    })));
  }

  private static String withoutAcls() throws IOException {
    try (WalkedPath walked = WalkedPath.of(Path.of("/proc/self/fd"));
        Directory directory = walked.open()) {
      return message(
          assertThrows(
              AclUnsupportedException.class,
              () -> directory.letSearch(Set.of(AclEntry.user(12345)))));
    }
  }

  /** In a process of its own, where this one is root's. */
  private static String withoutRights() throws IOException {
    if (ActingAs.thisProcess().identity().user() != 0) {
      return refused();
    }
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-setuid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProvokedStoreFailures.class.getName())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  /** Started without the right to act as others. */
  public static void main(String[] arguments) {
    System.out.println(refused());
  }

  private static String refused() {
    return message(
        assertThrows(MissingRightsException.class, () -> ActingAs.user(NOBODY_HERE).close()));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
