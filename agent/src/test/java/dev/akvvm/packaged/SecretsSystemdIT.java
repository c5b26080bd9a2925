package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.secret.SecretValue;
import dev.akvvm.secret.UnusableSecretException;
import dev.akvvm.testing.NastyValues;
import dev.akvvm.vm.SystemdVm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of the real systemd that get secrets, and the real list of a machine's authorities. */
@Timeout(300)
final class SecretsSystemdIT {
  private static final String UNIT =
      """
      [Service]
      EnvironmentFile=/etc/app/app.env
      ExecStart=/bin/sh -c 'env -0 >/root/seen; exec sleep infinity'
      """;

  private @Nullable Machine running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  private Machine started(SystemdVm.Options options) {
    Machine machine = Machine.startWithSystemd(options);
    running = machine;
    return machine;
  }

  @Test
  void environmentFile_nastyValues_systemdReadsThemBack() throws Exception {
    assertReadBack(SystemdVm.Options.debian12());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bullseye", "trixie"})
  @Tag("nightly")
  void environmentFile_otherSystemd_readsThemBackToo(String suite) throws Exception {
    assertReadBack(SystemdVm.Options.debian12().withSuite(suite));
  }

  private void assertReadBack(SystemdVm.Options options)
      throws UnusableSecretException, IOException {
    Machine machine = started(options);
    List<String> values = NastyValues.all();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < values.size(); i++) {
      file.writeBytes(new SecretValue(values.get(i)).asVariable("V" + i));
    }
    Files.write(machine.vm().path("/root/app.env"), file.toByteArray());

    machine.output(
        "systemd-run",
        "--wait",
        "--property=EnvironmentFile=/root/app.env",
        "/bin/sh",
        "-c",
        "env -0 >/root/seen");

    List<String> variables = List.of(machine.read("/root/seen").split("\0", -1));
    for (int i = 0; i < values.size(); i++) {
      assertTrue(variables.contains("V" + i + "=" + values.get(i)), i + ": " + values.get(i));
    }
  }

  @Test
  void service_withAnEnvFile_getsTheSecretAndIsRestartedForTheNext() {
    Machine machine = started(SystemdVm.Options.debian12());
    machine.write("/etc/systemd/system/app.service", UNIT);
    machine.output("systemctl", "daemon-reload");
    machine.azure().secret("db", "it's $1\\");
    PackageFolder handler = PackageFolder.unpackedIn(machine);
    handler.settings(
        0,
        """
        {"secretsManagementSettings": {"pollingIntervalInS": 2, "observedSecrets": [
          {"url": "https://contoso.vault.azure.net/secrets/db",
           "certificateStoreLocation": "/etc/app"},
          {"envFile": {"DB_PASSWORD": "https://contoso.vault.azure.net/secrets/db"},
           "customSymbolicLinkName": "app.env", "certificateStoreLocation": "/etc/app",
           "onRenewal": {"restart": ["app.service"]}}]}}
        """);
    handler.run(0, "enable").output();
    awaitSeen(machine, "DB_PASSWORD=it's $1\\");

    machine.azure().secret("db", "two\nlines");
    awaitSeen(machine, "DB_PASSWORD=two\nlines");
    machine.output(
        "systemd-run",
        "--wait",
        "--property=LoadCredential=db:/etc/app/contoso.db",
        "/bin/sh",
        "-c",
        "cat ${CREDENTIALS_DIRECTORY}/db >/root/credential");
    assertEquals("two\nlines", machine.read("/root/credential"));
    handler.awaitSubstatus(0, "app.env", "success: version");
  }

  private static void awaitSeen(Machine machine, String variable) {
    machine
        .await()
        .until(
            variable,
            Machine.SOON,
            () -> List.of(machine.read("/root/seen").split("\0", -1)).contains(variable));
  }

  /** With the store where update-ca-certificates looks; one certificate, so that it is hashed. */
  @Test
  void caBundle_onTheListOfTheMachine_isTrusted() {
    Machine machine = started(SystemdVm.Options.debian12());
    String old = authority(machine, "old");
    String renewed = authority(machine, "new");
    machine.azure().secret("corp", old);
    PackageFolder handler = PackageFolder.unpackedIn(machine);
    handler.settings(
        0,
        """
        {"secretsManagementSettings": {"pollingIntervalInS": 2, "observedCertificates": [
          {"url": "https://contoso.vault.azure.net/secrets/corp", "content": "caBundle",
           "certificateStoreLocation": "/usr/local/share/ca-certificates",
           "customSymbolicLinkName": "corp.crt",
           "onRenewal": {"run": ["/usr/sbin/update-ca-certificates", "--fresh"]}}]}}
        """);
    handler.run(0, "enable").output();
    handler.awaitSubstatus(0, "corp", "success: version", " (CN=old)");
    awaitTrust(machine, "old");

    machine.azure().secret("corp", renewed);
    awaitTrust(machine, "new");
    assertEquals(2, machine.run("openssl", "verify", "/root/old.pem").exitCode());
  }

  private static String authority(Machine machine, String name) {
    String file = "/root/" + name;
    machine.output(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=" + name,
        "-keyout",
        file + ".key",
        "-out",
        file + ".pem");
    return machine.read(file + ".pem");
  }

  /** Both by the hashed folder and by the one file, each without the other. */
  private static void awaitTrust(Machine machine, String name) {
    machine
        .await()
        .until(
            name + " is trusted",
            Machine.SOON,
            () ->
                isTrusted(machine, name, "-no-CAfile", "-CApath", "/etc/ssl/certs")
                    && isTrusted(
                        machine,
                        name,
                        "-no-CApath",
                        "-CAfile",
                        "/etc/ssl/certs/ca-certificates.crt"));
  }

  private static boolean isTrusted(Machine machine, String name, String... by) {
    List<String> command = new ArrayList<>(List.of("openssl", "verify", "-no-CAstore"));
    command.addAll(List.of(by));
    command.add("/root/" + name + ".pem");
    return machine.run(command.toArray(String[]::new)).exitCode() == 0;
  }
}
