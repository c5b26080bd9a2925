package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Machines outside of Azure: the whole package with Azure Arc, and with an application of the
 * settings and of the environment.
 */
@Timeout(120)
@OnMachine(host = IdentityIT.LOGIN)
final class IdentityIT {
  private static final String CLIENT = "00000000-aaaa-bbbb-cccc-00000000000a";
  static final String LOGIN = "login.microsoftonline.com";
  private static final String LOG = PackageFolder.LOGS + "/akvvm_service.log";

  /** The guest agent's key, and protected settings encrypted for it. */
  private static final String ENCRYPT =
      """
      cd /var/lib/waagent && umask 077
      openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=vm -keyout vm.prv -out vm.crt 2>/dev/null
      name=$(openssl x509 -in vm.crt -noout -fingerprint -sha1 | sed 's/.*=//; s/://g')
      cp vm.prv "$name.prv"
      printf %s "$1" | openssl cms -encrypt -binary -outform DER vm.crt | base64 -w 0
      echo " $name"
      """;

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  IdentityIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
    // There is no metadata service.
    machine.azure().identities("{\"systemAssigned\": false}");
  }

  @Test
  void arc_challenge_isAnsweredByTheKeyFile() {
    machine.azure().identities("{\"systemAssigned\": true}");
    Emulator.Version version = machine.azure().create("web");
    handler.enable(
        0,
        Settings.polling(2, "web")
            .withIdentity("msiEndpoint", "http://localhost:40342/metadata/identity"));
    store.awaitInstalled("web", version);
    assertEquals(
        List.of(401, 200),
        machine.azure().received("arc").stream().map(Emulator.Received::status).toList());
    assertEquals(List.of(), machine.azure().received("metadata"));
  }

  @Test
  void servicePrincipal_ofProtectedSettings_readsTheCertificate() {
    machine.azure().application(CLIENT, "hunter2-secret");
    Emulator.Version version = machine.azure().create("web");
    String[] encrypted =
        machine
            .output(
                "sh",
                "-ec",
                ENCRYPT,
                "-",
                """
                {"authenticationSettings": {"servicePrincipal": {"tenantId": "%s",
                  "clientId": "%s", "clientSecret": "hunter2-secret"}}}
                """
                    .formatted(Emulator.TENANT, CLIENT))
            .strip()
            .split(" ", 2);
    handler.settings(0, Settings.polling(2, "web").json(), encrypted[0], encrypted[1]);
    handler.run(0, "enable").output();
    store.awaitInstalled("web", version);
    String log = machine.read(LOG);
    assertTrue(log.contains("Tokens are asked for the application " + CLIENT), log);
    assertFalse(log.contains("hunter2"), log);
    assertEquals(List.of(), machine.azure().received("metadata"));
  }

  @Test
  void servicePrincipal_ofTheEnvironment_readsTheCertificate() {
    machine.azure().application(CLIENT, "hunter2-secret");
    Emulator.Version version = machine.azure().create("web");
    handler.settings(0, Settings.polling(2, "web").json());
    enableWith(
        "AZURE_TENANT_ID=" + Emulator.TENANT,
        "AZURE_CLIENT_ID=" + CLIENT,
        "AZURE_CLIENT_SECRET=hunter2-secret");
    store.awaitInstalled("web", version);
    assertFalse(machine.azure().received("login").isEmpty());
    assertEquals(List.of(), machine.azure().received("metadata"));
  }

  private void enableWith(String... variables) {
    List<String> line = new ArrayList<>(List.of("env", "--chdir=" + handler.home()));
    line.addAll(List.of(variables));
    line.addAll(List.of("ConfigSequenceNumber=0", "setsid", "--wait"));
    line.addAll(List.of(handler.home() + "/bin/handler", "enable"));
    Execution enabled = machine.run(line.toArray(String[]::new));
    enabled.output();
  }
}
