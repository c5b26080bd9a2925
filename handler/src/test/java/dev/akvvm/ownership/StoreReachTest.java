package dev.akvvm.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.parser.SettingsParser;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sandbox has to open; daemon is a user whom each system has, by the number 1. */
@Tag("root")
final class StoreReachTest {
  private final Path folder;
  private final Path home;

  StoreReachTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    home = Files.createDirectory(folder.resolve("home"));
  }

  @BeforeEach
  void assumeRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: only root can make directories of others");
  }

  @Test
  void reach_linkOfRoots_byBothItsNames() throws Exception {
    Path store = Files.createSymbolicLink(folder.resolve("certs"), home);

    StoreOwners.Reach reach = reach(store);

    assertEquals(new StoreOwners.Reach(new StoreOwner.Root(), List.of(store, home), home), reach);
  }

  @Test
  void reach_belowAUsersDirectory_byThatDirectory() throws Exception {
    Files.setAttribute(home, "unix:uid", 1);
    Path store = home.resolve("tls/certs");

    StoreOwners.Reach reach = reach(store);

    assertInstanceOf(StoreOwner.User.class, reach.owner());
    assertEquals(List.of(home), reach.anchors());
    assertEquals(store, reach.resolved());
  }

  @Test
  void reach_everybodyCouldBendIt_byNothing() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));

    StoreOwners.Reach reach = reach(home.resolve("certs"));

    assertInstanceOf(StoreOwner.Nobody.class, reach.owner());
    assertEquals(List.of(), reach.anchors());
  }

  private static StoreOwners.Reach reach(Path store) throws Exception {
    return new StoreOwners(certificates(store)).reach(store);
  }

  private static List<ObservedCertificate> certificates(Path store) throws Exception {
    String json =
        """
        {"secretsManagementSettings": {"observedCertificates": [
          {"url": "https://a.vault.azure.net/secrets/x", "certificateStoreLocation": "%s",
           "acls": [{"user": "daemon"}]}]}}
        """
            .formatted(store);
    return SettingsParser.parse(new ObjectMapper().readTree(json), "").settings().certificates();
  }
}
