package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Layouts, keystores, readers and retention as settings ask for them. */
@Timeout(120)
@OnMachine
final class PlacementIT {
  private static final String STORE = "/var/lib/waagent/Microsoft.Azure.KeyVault.Store/";
  private static final String STRANGER = "54321";

  private final Machine machine;
  private final PackageFolder handler;

  PlacementIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
  }

  @Test
  void layouts_allAtOnce_areReadByRealProgramsAndByWhomTheSettingsName() {
    machine.azure().create("web");
    machine.azure().create("api");
    machine.azure().create("db");
    machine.azure().secret("password", "change it");
    enable(
        0,
        """
        "acls": [{"user": "%s"}],
        """
            .formatted(STRANGER),
        """
        {"url": "https://contoso.vault.azure.net/secrets/web", "layout": "certbot",
         "customSymbolicLinkName": "site"},
        {"url": "https://contoso.vault.azure.net/secrets/api", "layout": "split"},
        {"url": "https://contoso.vault.azure.net/secrets/db",
         "keystore": {"type": "pkcs12",
                      "passwordUrl": "https://contoso.vault.azure.net/secrets/password"}}
        """);

    for (String name : List.of("web", "api", "db")) {
      handler.awaitSubstatus(0, name, "success: version");
    }

    assertPair("site/fullchain.pem", "site/privkey.pem");
    assertPair("contoso.api.pem", "contoso.api.keyid");
    assertPair("contoso.db", "contoso.db");
    assertTrue(
        machine
            .output(
                "openssl",
                "pkcs12",
                "-in",
                STORE + "contoso.db.p12",
                "-passin",
                "pass:change it",
                "-nokeys")
            .contains("BEGIN CERTIFICATE"));
    for (String file :
        List.of("site/privkey.pem", "contoso.api.keyid", "contoso.db", "contoso.db.p12")) {
      assertTrue(canRead(STRANGER, file), file);
      assertFalse(canRead("99", file), file);
    }
  }

  @Test
  void guestAgentClosesItsFolder_theNextPollOpensIt() {
    machine.azure().create("web");
    enable(
        0, "\"acls\": [{\"user\": \"54321\"}],", "\"https://contoso.vault.azure.net/secrets/web\"");
    handler.awaitSubstatus(0, "web", "success: version");

    machine.output("chmod", "700", "/var/lib/waagent");
    machine
        .await()
        .until("the user can read", Machine.SOON, () -> canRead(STRANGER, "contoso.web"));
    assertFalse(canRead("99", "contoso.web"));
  }

  @Test
  void unknownUser_isSaid_andFoundOnceItExists() {
    machine.azure().create("web");
    machine.azure().create("api");
    enable(
        0,
        "",
        """
        {"url": "https://contoso.vault.azure.net/secrets/web", "acls": [{"user": "newcomer"}]},
        {"url": "https://contoso.vault.azure.net/secrets/api"}
        """);
    handler.awaitSubstatus(
        0, "web", "warning: user newcomer does not exist on this machine", "; on disk: version");
    handler.awaitSubstatus(0, "api", "success: version");

    machine.output("sh", "-c", "echo newcomer:x:54321:54321::/:/bin/sh >>/etc/passwd");

    handler.awaitSubstatus(0, "web", "success: version");
    assertTrue(canRead(STRANGER, "contoso.web"));
  }

  @Test
  void fileSystemWithoutAcls_isSaid_andRootReadsAllTheSame() {
    machine.output("sh", "-c", "mkdir /run/store && mount -t ramfs ramfs /run/store");
    machine.azure().create("web");
    enable(
        0,
        "\"certificateStoreLocation\": \"/run/store\", \"acls\": [{\"user\": \"54321\"}],",
        "\"https://contoso.vault.azure.net/secrets/web\"");

    handler.awaitSubstatus(
        0, "web", "warning: /run/store: the file system has no ACLs", "; on disk: version");
    assertTrue(machine.output("cat", "/run/store/contoso.web").contains("PRIVATE KEY"));
  }

  @Test
  void linkRenamedAndVersionsLimited_oldNamesAndVersionsGo() {
    Emulator.Version first = machine.azure().create("web");
    enable(0, "", "\"https://contoso.vault.azure.net/secrets/web\"");
    handler.awaitSubstatus(0, "web", "success: version " + first.version());
    Emulator.Version second = machine.azure().renew("web");
    handler.awaitSubstatus(0, "web", "success: version " + second.version());

    enable(
        1,
        "\"retainedVersions\": 0,",
        """
        {"url": "https://contoso.vault.azure.net/secrets/web", "customSymbolicLinkName": "site.pem"}
        """);
    handler.awaitSubstatus(1, "web", "success: version " + second.version(), "site.pem");

    String file =
        "contoso.web.%s.%d.%d.PEM".formatted(second.version(), second.nbf(), second.exp());
    assertEquals(List.of(file, "site.pem"), Store.usual(machine).names());
  }

  private void enable(int number, String defaults, String certificates) {
    handler.settings(
        number,
        """
        {"secretsManagementSettings": {"pollingIntervalInS": "2", %s
          "observedCertificates": [%s]}}
        """
            .formatted(defaults, certificates));
    handler.run(number, "enable").output();
  }

  private void assertPair(String chain, String key) {
    assertEquals(
        machine.output("openssl", "x509", "-in", STORE + chain, "-noout", "-pubkey"),
        machine.output("openssl", "pkey", "-in", STORE + key, "-pubout"));
  }

  private boolean canRead(String user, String file) {
    return machine
            .run("setpriv", "--reuid=" + user, "--regid=99", "--clear-groups", "cat", STORE + file)
            .exitCode()
        == 0;
  }
}
