package dev.akvvm.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.parser.SettingsParser;
import dev.akvvm.settings.ExtensionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    assertEquals(List.of(), sandbox.inHomes());
    assertEquals(sandbox.folders(), sandbox.outsideOfHomes());
    assertFalse(sandbox.reachesTemporary());
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
            List.of(STATE),
            AGENT);
    assertEquals(List.of(Path.of("/srv/other"), Path.of("/srv/tls"), STATE), sandbox.folders());
  }

  @Test
  void of_readersOfAStoreBelowTheGuestAgent_itsFolderIsOpenToo() throws Exception {
    String below = "/var/lib/waagent/Store";
    assertTrue(sandbox(below, ", \"acls\": [{\"user\": \"1\"}]").folders().contains(AGENT));
    assertFalse(sandbox(below, "").folders().contains(AGENT));
    assertFalse(sandbox("/etc/certs", ", \"acls\": [{\"user\": \"1\"}]").folders().contains(AGENT));
  }

  @Test
  void reaches_storesInHomesAndTemporaryDirectories_saysWhich() throws Exception {
    assertEquals(List.of(Path.of("/home/web/c")), sandbox("/home/web/c", "").inHomes());
    assertEquals(List.of(STATE), sandbox("/home/web/c", "").outsideOfHomes());
    assertEquals(List.of(Path.of("/root/certs")), sandbox("/root/certs", "").inHomes());
    assertEquals(List.of(), sandbox("/homes/certs", "").inHomes());
    assertTrue(sandbox("/tmp/certs", "").reachesTemporary());
    assertTrue(sandbox("/var/tmp/certs", "").reachesTemporary());
    assertFalse(sandbox("/tmpfs/certs", "").reachesTemporary());
  }

  @Test
  void reaches_storeIsALink_whereItLeadsCounts() throws Exception {
    Path target = Files.createTempDirectory(Path.of("/tmp"), "akvvm-store");
    Path link = Files.createSymbolicLink(folder.resolve("certs"), target);
    try {
      assertTrue(sandbox(link.toString(), "").reachesTemporary());
    } finally {
      Files.delete(target);
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
        List.of(STATE),
        AGENT);
  }

  private static ExtensionSettings settings(String json) throws Exception {
    return SettingsParser.parse(new ObjectMapper().readTree(json), "").settings();
  }
}
