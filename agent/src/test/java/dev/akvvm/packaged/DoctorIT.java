package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the doctor says of a machine, well and with each link of the chain broken. */
@Timeout(120)
@OnMachine
final class DoctorIT {
  private final Machine machine;
  private final PackageFolder handler;

  DoctorIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
  }

  @Test
  void doctor_everythingIsWell_everyStepIsOkAndNothingChanges() throws Exception {
    machine.azure().create("web");
    handler.enable(0, Settings.polling(3600, "web"));
    handler.awaitSubstatus(0, "web", "success: version");
    String before =
        machine.output("find", "/var/lib", "-newermt", "1970-01-02", "-printf", "%p %s %i\n");

    Execution said = handler.run(0, "doctor");

    assertEquals(0, said.exitCode(), said.stdout());
    assertEquals(
        List.of(
            "ok settings",
            "ok identity endpoint",
            "ok token",
            "ok vault name",
            "ok TLS",
            "ok permission",
            "ok certificate",
            "ok list permission",
            "ok clock",
            "ok store",
            "ok disk space",
            "ok grants",
            "ok actions",
            "note systemd",
            "ok agent",
            "ok status",
            "ok log"),
        steps(said));
    assertEquals(
        before,
        machine.output("find", "/var/lib", "-newermt", "1970-01-02", "-printf", "%p %s %i\n"));
    JsonNode json = new ObjectMapper().readTree(handler.run(0, "doctor", "--json").stdout());
    assertTrue(json.path("healthy").asBoolean());
    assertEquals(17, json.path("findings").size());
  }

  @Test
  void doctor_moreIsLogged_saysSoAndTheLogHasIt() {
    machine.azure().create("web");
    machine.output("mkdir", "-p", "/etc/akvvm");
    machine.write("/etc/akvvm/environment", "AKVVM_LOG=debug\n");
    handler.enable(0, Settings.polling(3600, "web"));
    handler.awaitSubstatus(0, "web", "success: version");

    String said = handler.run(0, "doctor").stdout();
    assertTrue(said.contains("ok      log: level debug, from /etc/akvvm/environment"), said);
    String log = machine.read(PackageFolder.LOGS + "/akvvm_service.log");
    assertTrue(log.contains("<debug> [Http] GET contoso.vault.azure.net/secrets/web"), log);

    machine.write("/etc/akvvm/environment", "AKVVM_LOG=all\n");
    said = handler.run(0, "doctor").stdout();
    assertTrue(
        said.contains(
            "note    log: AKVVM_LOG in /etc/akvvm/environment: expected error, warn, info, debug,"
                + " trace, found \"all\"; so the level is info"),
        said);
  }

  @Test
  void doctor_eachLinkBroken_isNamed() {
    machine.azure().create("web");
    machine.azure().create("api");
    handler.settings(0, Settings.polling(3600, "web").json());

    assertSays("fix     agent: none runs; enable the extension");

    machine.azure().deny("web", "rbac");
    assertSays("fix     permission: https://contoso.vault.azure.net/secrets/web: access denied");
    machine.azure().allow();
    machine.azure().set("web", "disable");
    assertSays("fix     permission: https://contoso.vault.azure.net/secrets/web: ", "disabled");
    machine.azure().set("web", "enable");

    machine.azure().deny("web", "firewall");
    assertSays("fix     permission: https://contoso.vault.azure.net", "firewall");
    machine.azure().allow();
    machine.azure().secret("web", "no certificate");
    assertSays("fix     certificate: contoso/web: its value is neither PEM nor PKCS#12");
    machine.azure().create("web");

    machine.azure().identities("{\"systemAssigned\": false}");
    assertSays("fix     token: ", "skipped permission: ");
    machine.azure().identities("{\"systemAssigned\": true}");

    given(
        """
        {"secretsManagementSettings": {"certificateStoreLocation": "/proc/sys/certs",
          "acls": [{"user": "nosuchuser"}],
          "observedCertificates": ["https://nosuch.vault.azure.net/secrets/web"]},
         "authenticationSettings": {"msiEndpoint": "http://127.0.0.1:1"}}
        """);
    assertSays(
        "fix     identity endpoint: http://127.0.0.1:1/metadata/identity/oauth2/token cannot be",
        "fix     vault name: nosuch.vault.azure.net does not resolve",
        "fix     store: /proc/sys cannot be written to",
        "fix     disk space: /proc/sys/certs: 0 MiB free",
        "fix     grants: /proc/sys: the file system has no ACLs");
    handler.settings(
        0,
        Settings.polling(3600, "web").with("acls", List.of(Map.of("user", "nosuchuser"))).json());
    assertSays("fix     grants: user nosuchuser does not exist on this machine");

    given("{\"secretsManagementSettings\": {\"observedCertificates\": []}}");
    assertSays("fix     settings: ", "observedCertificates cannot be empty", "skipped ");
  }

  @Test
  void doctor_file_isTriedInsteadOfTheSettingsInForce() {
    machine.azure().create("web");
    machine.write("/run/settings.json", Settings.polling(60, "web").with("layuot", 1).json());

    Execution said = handler.run(0, "doctor", "@/run/settings.json");

    assertTrue(said.stdout().contains("ok      settings: /run/settings.json: "), said.stdout());
    assertTrue(said.stdout().contains("did you mean layout?"), said.stdout());
    assertTrue(said.stdout().contains("ok      permission: contoso/web may be read"));
  }

  @Test
  void doctor_untrustedVault_namesTls() {
    String bundle = "/etc/ssl/certs/ca-certificates.crt";
    machine.output("cp", bundle, "/run/before.crt");
    machine.azure().create("web");
    handler.settings(0, Settings.polling(3600, "web").json());
    machine.output("cp", "/run/before.crt", bundle);
    assertSays("fix     TLS: https://contoso.vault.azure.net: TLS failed: ");
  }

  /** Settings to examine instead of those in force. */
  private void given(String json) {
    handler.settings(0, json);
  }

  private void assertSays(String... texts) {
    Execution said = handler.run(0, "doctor");
    for (String text : texts) {
      assertTrue(said.stdout().contains(text), text + " is not in\n" + said.stdout());
    }
    assertEquals(1, said.exitCode());
    assertFalse(said.stdout().contains("Exception"), said.stdout());
  }

  private static List<String> steps(Execution said) {
    List<String> steps = new ArrayList<>();
    for (String line : said.stdout().lines().toList()) {
      steps.add(line.substring(0, 8).strip() + " " + line.substring(8, line.indexOf(": ")));
    }
    return steps;
  }
}
