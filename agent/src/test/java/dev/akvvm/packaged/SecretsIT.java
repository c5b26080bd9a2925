package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain secrets, files of variables and authorities, by the real handler and agent. */
@Timeout(180)
@OnMachine
final class SecretsIT {
  private static final String PASSWORD = "marked \"password\" $HOME `id` \\ 'x'\n";
  private static final String KEY = "marked-key";
  private static final String READER = "54321";
  private static final String STRANGER = "99";

  private final Machine machine;
  private final PackageFolder handler;
  private final Actions actions;

  SecretsIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
    this.actions = new Actions(machine);
  }

  @Test
  void secretsOfAllKinds_areInstalledRenewedAndShownNowhere() {
    machine.write("/etc/akvvm/environment", "AKVVM_LOG=trace\n");
    machine.azure().secret("db", PASSWORD);
    machine.azure().secret("api", KEY);
    machine.azure().secret("keytab", "bWFya2VkAA==");
    machine.azure().create("corp");
    actions.program("/usr/local/sbin/note", "env | grep -c marked >>/run/counted; true");
    actions.noting("/usr/local/sbin/note-links", "$AKVVM_RENEWED $AKVVM_LINKS [$RENEWED_DOMAINS]");
    enable(0);

    String db = handler.awaitSubstatus(0, "db", "success: version", ", at /etc/app/contoso.db");
    assertFalse(db.contains("valid until"), db);
    String env = handler.awaitSubstatus(0, "app.env", "success: version", " (contoso/api ");
    handler.awaitSubstatus(0, "keytab", "success: version");
    handler.awaitSubstatus(0, "corp", "success: version", "certificates, first to expire: ");

    assertEquals(PASSWORD, machine.output("cat", "/etc/app/contoso.db"));
    assertEquals("marked\0", machine.output("cat", "/etc/app/krb5.keytab"));
    assertEquals(PASSWORD + KEY, variables());
    for (String file : List.of("/etc/app/contoso.db", "/etc/app/app.env")) {
      assertTrue(canRead(READER, file), file);
      assertFalse(canRead(STRANGER, file), file);
    }
    assertAuthorities();
    actions.await("app.env /etc/app/app.env []");
    assertEquals("0", machine.read("/run/counted").strip());

    machine.azure().secret("api", KEY + 2);
    String renewed = handler.awaitSubstatus(0, "app.env", "success: version ");
    machine
        .await()
        .until("the new key", Machine.SOON, () -> variables().equals(PASSWORD + KEY + 2));
    machine
        .await()
        .until("another version", Machine.SOON, () -> !handler.status(0).of("app.env").equals(env));
    assertNotEquals(env, handler.status(0).of("app.env"), renewed);
    actions.await("app.env /etc/app/app.env []", "app.env /etc/app/app.env []");
    assertShownNowhere();
  }

  /** Of the files in the store, as many as are retained, of each version one. */
  @Test
  void versions_ofSecrets_areRetainedAsTheSettingsSay() {
    machine.azure().secret("db", "one");
    handler.settings(
        0,
        """
        {"secretsManagementSettings": {"pollingIntervalInS": 2, "retainedVersions": 1,
          "certificateStoreLocation": "/etc/app",
          "observedSecrets": "https://contoso.vault.azure.net/secrets/db"}}
        """);
    handler.run(0, "enable").output();
    for (String value : List.of("one", "two", "three")) {
      machine.azure().secret("db", value);
      machine
          .await()
          .until(
              value,
              Machine.SOON,
              () -> machine.run("cat", "/etc/app/contoso.db").stdout().equals(value));
    }
    Store store = new Store(machine, "/etc/app");
    machine
        .await()
        .until("two versions and the link", Machine.SOON, () -> store.names().size() == 3);
  }

  @Test
  void secretThatExpiresOrGoes_isSaid_andTheOldFileStays() {
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    machine.azure().secret("db", PASSWORD, past);
    machine.azure().secret("api", KEY);
    machine.azure().secret("keytab", "marked: no base64");
    machine.azure().create("corp");
    actions.program("/usr/local/sbin/note-links", "true");
    enable(0);

    handler.awaitSubstatus(0, "db", "warning: expired at 2026-01-01T00:00:00Z", "; on disk: ");
    handler.awaitSubstatus(
        0, "keytab", "error: https://contoso.vault.azure.net/secrets/keytab: its value is not");
    handler.awaitSubstatus(0, "app.env", "warning: expired at");
    machine.azure().removeSecret("api");

    handler.awaitSubstatus(
        0,
        "app.env",
        "warning: https://contoso.vault.azure.net/secrets/api: no such secret; create it",
        "; on disk: version");
    assertEquals(PASSWORD + KEY, variables());
    Execution doctor = handler.run(0, "doctor");
    assertTrue(doctor.stdout().contains("contoso/db expired at"), doctor.stdout());
    assertTrue(doctor.stdout().contains("contoso/keytab: its value is not"), doctor.stdout());
    assertTrue(doctor.stdout().contains("/secrets/api: no such secret"), doctor.stdout());
    assertFalse(doctor.stdout().contains("marked"), doctor.stdout());
    assertShownNowhere();
  }

  private void enable(int number) {
    handler.settings(
        number,
        """
        {"secretsManagementSettings": {
          "pollingIntervalInS": 2,
          "certificateStoreLocation": "/etc/app",
          "acls": [{"user": "54321"}],
          "observedCertificates": [
            {"url": "https://contoso.vault.azure.net/secrets/corp", "content": "caBundle",
             "certificateStoreLocation": "/etc/corp", "customSymbolicLinkName": "ca.crt"}],
          "observedSecrets": [
            "https://contoso.vault.azure.net/secrets/db",
            {"url": "https://contoso.vault.azure.net/secrets/keytab", "encoding": "base64",
             "customSymbolicLinkName": "krb5.keytab",
             "onRenewal": {"run": ["/usr/local/sbin/note"]}},
            {"envFile": {"DB_PASSWORD": "https://contoso.vault.azure.net/secrets/db",
                         "API_KEY": "https://contoso.vault.azure.net/secrets/api"},
             "customSymbolicLinkName": "app.env",
             "onRenewal": {"run": ["/usr/local/sbin/note-links"]}}]}}
        """);
    handler.run(number, "enable").output();
  }

  /** What a shell reads from the file. */
  private String variables() {
    return machine.output(
        "sh", "-c", ". /etc/app/app.env; printf %s%s \"$DB_PASSWORD\" \"$API_KEY\"");
  }

  private void assertAuthorities() {
    String pem = machine.output("cat", "/etc/corp/ca.crt");
    assertFalse(pem.contains("PRIVATE KEY"), pem);
    assertTrue(canRead(STRANGER, "/etc/corp/ca.crt"));
    assertTrue(
        machine
            .output("openssl", "verify", "-CAfile", "/etc/corp/ca.crt", "/etc/corp/ca.crt")
            .contains("OK"));
  }

  private void assertShownNowhere() {
    Execution found =
        machine.run(
            "sh",
            "-c",
            "grep -rla -e marked -e bWFya2Vk /var/log/azure /var/lib/akvvm"
                + " /var/lib/waagent/*/status /run/akvvm* 2>/dev/null");
    assertEquals("", found.stdout());
    assertTrue(machine.output("ls", "/var/lib/akvvm").contains("installed.json"));
  }

  private boolean canRead(String user, String file) {
    return machine
            .run("setpriv", "--reuid=" + user, "--regid=99", "--clear-groups", "cat", file)
            .exitCode()
        == 0;
  }
}
