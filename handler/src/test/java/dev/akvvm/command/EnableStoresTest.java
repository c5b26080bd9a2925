package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores in the directories of a user: of daemon, whom each system has, by the number 1. */
final class EnableStoresTest {
  private static final String NOT_SAFE = " is not safe as a certificate store: ";
  private static final String CURE =
      ", who could redirect what root writes; use a certificateStoreLocation below /etc or /var, or"
          + " ";

  private final Path folder;
  private final Waagent waagent;
  private long agent;

  EnableStoresTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    waagent = new Waagent(folder);
  }

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: only root can act as others");
    waagent.settings(5);
    assertEquals(0, waagent.run("enable"), waagent::said);
    agent = waagent.pid();
    mode(folder, "rwx--x--x");
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @Test
  void enable_unsafeStore_53AndNothingIsDone() throws Exception {
    Path home = of(1, "home");
    stores(entry(folder.resolve("good"), ""), entry(home.resolve("certs"), ""));

    assertEquals(53, waagent.run("enable"));

    assertRefused(
        home.resolve("certs")
            + NOT_SAFE
            + home
            + " belongs to daemon (uid 1)"
            + CURE
            + "name daemon in the acls of every certificate in it");
    assertFalse(Files.exists(folder.resolve("good")));
    assertFalse(Files.exists(home.resolve("certs")));
  }

  @Test
  void enable_severalUnsafeStores_53AndEachIsNamed() throws Exception {
    Path first = of(54321, "a");
    Path second = mode(Files.createDirectory(folder.resolve("b")), "rwxrwxrwx");
    stores(entry(first, ""), entry(second, ""));

    assertEquals(53, waagent.run("enable"));

    assertRefused(
        first
            + NOT_SAFE
            + first
            + " belongs to uid 54321"
            + CURE
            + "chown root "
            + first
            + "; "
            + second
            + NOT_SAFE
            + second
            + " is writable for everybody"
            + CURE
            + "chmod go-w "
            + second);
  }

  @Test
  void enable_storeOfAUserThatMayReadAll_isMadeAsThatUser() throws Exception {
    Path store = of(1, "home").resolve("a/certs");
    stores(entry(store, "daemon"));

    assertEquals("", warned());

    assertEquals("1 rwx------", facts(store));
    assertEquals("1 rwxr-xr-x", facts(folder.resolve("home/a")));
  }

  @Test
  void enable_userOpensItsStoreToTheWorld_onlyAWarning() throws Exception {
    Path home = of(1, "home");
    Path store = mode(of(1, "home/certs"), "rwxrwxrwx");
    stores(entry(folder.resolve("good"), ""), entry(store, "daemon"));

    assertEquals(
        "warning: "
            + store
            + NOT_SAFE
            + store
            + " is writable for everybody"
            + CURE
            + "chmod go-w "
            + store
            + "\n",
        warned());

    assertTrue(Files.isDirectory(folder.resolve("good")));
    assertEquals("1 rwxrwxrwx", facts(store));
    assertTrue(Files.isDirectory(home));
  }

  @Test
  void enable_userPutsSomethingInTheWay_onlyAWarning() throws Exception {
    Path store = of(1, "home").resolve("certs");
    Files.createFile(store);
    stores(entry(folder.resolve("good"), ""), entry(store, "daemon"));

    assertEquals(
        "warning: cannot create the store %1$s (certificateStoreLocation of con/x1): not a directory\n"
            .formatted(store),
        warned());
    assertTrue(Files.isDirectory(folder.resolve("good")));
  }

  /** As versions made it that wrote as root everywhere. */
  @Test
  void enable_storeOfRootsInTheUsersDirectory_onlyAWarning() throws Exception {
    Path store = of(1, "home").resolve("certs");
    mode(Files.createDirectory(store), "rwx------");
    stores(entry(store, "daemon"));

    assertEquals(
        "warning: cannot create the store %1$s (certificateStoreLocation of con/x0): permission denied\n"
            .formatted(store),
        warned());
  }

  private void assertRefused(String reason) throws Exception {
    assertEquals(reason + "\n", waagent.said());
    StatusReport status = waagent.status(6).orElseThrow();
    assertEquals(StatusLevel.ERROR, status.level());
    assertEquals(53, status.code());
    assertEquals(reason, status.message());
    assertEquals(agent, waagent.pid());
  }

  /** What enable prints when it starts an agent for the new settings, but that it did so. */
  private String warned() throws Exception {
    PrintStream usual = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, waagent.run("enable"), waagent::said);
    } finally {
      System.setOut(usual);
    }
    assertNotEquals(agent, waagent.pid());
    String done = "the agent was started for settings 6\n";
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.endsWith(done), text);
    return text.substring(0, text.length() - done.length());
  }

  private void stores(String... entries) throws IOException {
    StringBuilder urls = new StringBuilder();
    for (int i = 0; i < entries.length; i++) {
      urls.append(i == 0 ? "" : ", ").append(entries[i].replace("NAME", "x" + i));
    }
    waagent.secrets(6, "\"observedCertificates\": [" + urls + "]");
  }

  private static String entry(Path store, String user) {
    String acls = user.isEmpty() ? "" : ", \"acls\": [{\"user\": \"%s\"}]".formatted(user);
    return """
    {"url": "https://con.vault.azure.net/secrets/NAME", "certificateStoreLocation": "%s"%s}
    """
        .formatted(store, acls)
        .strip();
  }

  private Path of(int user, String name) throws IOException {
    Path made = mode(Files.createDirectory(folder.resolve(name)), "rwxr-xr-x");
    Files.setAttribute(made, "unix:uid", user);
    return made;
  }

  private static Path mode(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String facts(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid")
        + " "
        + PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
