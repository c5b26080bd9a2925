package dev.akvvm.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.parser.SettingsParser;
import dev.akvvm.settings.ExtensionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxTest {
  private static final Path AGENT = Path.of("/var/lib/waagent");
  private static final Path STATE = Path.of("/var/lib/akvvm");

  @TempDir private Path folder;

  @Test
  void of_usualSettings_stateAndStoreAreOpen() throws Exception {
    Sandbox sandbox = sandbox("/etc/certs", "");
    assertEquals(List.of(Path.of("/etc/certs"), STATE), sandbox.folders());
    assertEquals(List.of(), sandbox.inCoveredPlaces());
    assertEquals(sandbox.folders(), sandbox.elsewhere());
  }

  @Test
  void of_severalCertificatesInOneStore_storeIsNamedOnce() throws Exception {
    Sandbox sandbox =
        Sandbox.of(
            settings(
                """
                {"secretsManagementSettings": {"observedCertificates": [
                  {"url": "https://a.vault.azure.net/secrets/x",
                   "certificateStoreLocation": "/srv/tls"},
                  {"url": "https://a.vault.azure.net/secrets/y",
                   "certificateStoreLocation": "/srv/tls/"},
                  {"url": "https://a.vault.azure.net/secrets/z",
                   "certificateStoreLocation": "/srv/other"}]}}
                """),
            new StoreThreads(),
            List.of(STATE),
            AGENT,
            false);
    assertEquals(List.of(Path.of("/srv/other"), Path.of("/srv/tls"), STATE), sandbox.folders());
  }

  @Test
  void of_metrics_theirFolderIsOpenOnceItIsThere() throws Exception {
    Path there = folder.toRealPath();
    assertTrue(withMetrics(there).folders().contains(there));
    assertFalse(withMetrics(there.resolve("missing")).folders().contains(there.resolve("missing")));
  }

  private static Sandbox withMetrics(Path folder) throws Exception {
    return Sandbox.of(
        settings(
            """
            {"secretsManagementSettings": {
              "observedCertificates": ["https://a.vault.azure.net/secrets/x"]},
             "metricsSettings": {"textfile": "%s/akvvm.prom"}}
            """
                .formatted(folder)),
        new StoreThreads(),
        List.of(STATE),
        AGENT,
        false);
  }

  @Test
  void of_readersOfAStoreBelowTheGuestAgent_itsFolderIsOpenToo() throws Exception {
    String below = "/var/lib/waagent/Store";
    assertTrue(sandbox(below, ", \"acls\": [{\"user\": \"1\"}]").folders().contains(AGENT));
    assertFalse(sandbox(below, "").folders().contains(AGENT));
    assertFalse(sandbox("/etc/certs", ", \"acls\": [{\"user\": \"1\"}]").folders().contains(AGENT));
  }

  @Test
  @Tag("root")
  void places_storesInHomesAndTemporaryDirectories_areCovered() throws Exception {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
    for (String store :
        List.of("/home/web/c", "/root/certs", "/run/user/7/c", "/tmp/certs", "/var/tmp/certs")) {
      Sandbox sandbox = sandbox(store, "");
      assertEquals(List.of(Path.of(store)), sandbox.inCoveredPlaces());
      assertEquals(List.of(STATE), sandbox.elsewhere());
      assertEquals(!store.contains("tmp"), sandbox.reachesHomes(AGENT), store);
    }
    for (String store : List.of("/homes/certs", "/tmpfs/certs", "/var/certs")) {
      assertEquals(List.of(), sandbox(store, "").inCoveredPlaces());
      assertFalse(sandbox(store, "").reachesHomes(AGENT));
    }
  }

  /** The guest agent's folder may be anywhere: Lib.Dir. */
  @Test
  void hidden_guestAgentInAHome_isShownUnlessItIsOpenAnyway() throws Exception {
    Sandbox sandbox = sandbox("/etc/certs", "");
    Path atHome = Path.of("/home/waagent");
    assertEquals(Optional.of(atHome), sandbox.hidden(atHome));
    assertTrue(sandbox.reachesHomes(atHome));
    assertEquals(Optional.of(Path.of("/tmp/waagent")), sandbox.hidden(Path.of("/tmp/waagent")));
    assertFalse(sandbox.reachesHomes(Path.of("/tmp/waagent")));
    assertEquals(Optional.empty(), sandbox.hidden(Path.of("/opt/waagent")));
    assertEquals(Optional.empty(), new Sandbox(List.of(atHome), false, false).hidden(atHome));
  }

  @Test
  void places_storeIsALink_whereItLeadsIsCoveredToo() throws Exception {
    Path target = Files.createTempDirectory(Path.of("/tmp"), "akvvm-store");
    Path link = Files.createSymbolicLink(Path.of(target + "-link"), Path.of("/srv"));
    Path other = Files.createSymbolicLink(folder.resolve("certs"), target);
    try {
      assertTrue(sandbox(other.toString(), "").inCoveredPlaces().contains(target));
      assertEquals(List.of(link), sandbox(link.toString(), "").inCoveredPlaces());
      assertEquals(List.of(Path.of("/srv"), STATE), sandbox(link.toString(), "").elsewhere());
    } finally {
      Files.delete(target);
      Files.delete(link);
    }
  }

  private static Sandbox sandbox(String store, String more) throws Exception {
    return Sandbox.of(
        settings(
            """
            {"secretsManagementSettings": {"certificateStoreLocation": "%s",
              "observedCertificates": ["https://a.vault.azure.net/secrets/x"]%s}}
            """
                .formatted(store, more)),
        new StoreThreads(),
        List.of(STATE),
        AGENT,
        false);
  }

  private static ExtensionSettings settings(String json) throws Exception {
    return SettingsParser.parse(new ObjectMapper().readTree(json), "").settings();
  }
}
