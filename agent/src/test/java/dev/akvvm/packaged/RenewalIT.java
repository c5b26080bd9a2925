package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.vm.VmProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on disk while certificates come and are renewed. */
@Timeout(120)
@OnMachine
final class RenewalIT {
  private static final int INTERVAL = 3;

  /** The leaf's key and the private key are one pair, and the chain leads to a root in it. */
  private static final String CHECK =
      """
      test "$(openssl x509 -in "$1" -noout -pubkey)" = "$(openssl pkey -in "$1" -pubout)"
      awk '/BEGIN CERT/ {n++} n {print > ("/run/chain." n)}' "$1"
      last=$(ls /run/chain.* | tail -n 1)
      openssl verify -CAfile "$last" -untrusted "$1" "$1"
      rm /run/chain.*
      """;

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  RenewalIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
  }

  @Test
  void firstPoll_namesModesAndLink_areMicrosofts() {
    Emulator.Version version = machine.azure().create("web");
    handler.enable(0, Settings.polling(INTERVAL, "web"));
    store.awaitInstalled("web", version);
    String file = store.file("web", version);
    assertEquals("700 root root", store.mode(store.folder()));
    assertEquals("600 root root", store.mode(file));
    assertEquals(List.of("contoso.web", file.substring(file.lastIndexOf('/') + 1)), store.names());
    assertEquals(version.fingerprint(), fingerprint("web"));
  }

  @Test
  void renewal_isInstalledWithinTwoIntervals_oldVersionStays() {
    Emulator.Version first = machine.azure().create("web");
    handler.enable(0, Settings.polling(INTERVAL, "web"));
    handler.awaitSubstatus(0, "web", "success: version " + first.version());
    DiskSnapshot old = store.snapshot(name("web", first));

    Emulator.Version second = machine.azure().renew("web");
    machine
        .await()
        .until(
            "the renewed certificate",
            Duration.ofSeconds(2 * INTERVAL),
            () -> store.target("web").equals(store.file("web", second)));
    handler.awaitSubstatus(0, "web", "success: version " + second.version());
    assertEquals(second.fingerprint(), fingerprint("web"));
    assertEquals(old, store.snapshot(name("web", first)));
    assertEquals(3, store.names().size());
  }

  @Test
  void poll_nothingChanged_writesNothing() {
    machine.azure().create("web");
    handler.enable(0, Settings.polling(1, "web"));
    handler.awaitSubstatus(0, "web", "success: version");
    DiskSnapshot before = store.snapshot();
    String status = machine.output("stat", "-c", "%i %Y %Z", handler.statusFile(0));
    int polls = machine.azure().requests().size();
    machine
        .await()
        .until(
            "three more polls", Machine.SOON, () -> machine.azure().requests().size() >= polls + 3);
    assertEquals(before, store.snapshot());
    assertEquals(status, machine.output("stat", "-c", "%i %Y %Z", handler.statusFile(0)));
  }

  @Test
  void bundles_ofAllForms_areLeafFirstWithTheirKeyAndVerify() {
    List<String> names = List.of("pfx-rsa", "pem-rsa", "pfx-ec", "pem-ec", "pfx-root", "pem-root");
    for (String name : names) {
      machine.azure().create(name, spec(name));
    }
    handler.enable(0, Settings.polling(3600, names.toArray(String[]::new)));
    for (String name : names) {
      handler.awaitSubstatus(0, name, "success: version");
      String subject =
          machine.output("openssl", "x509", "-noout", "-subject", "-in", store.link(name));
      assertTrue(subject.contains(name + ".example.com"), subject);
      machine.output("sh", "-ec", CHECK, "-", store.link(name));
      String pem = machine.output("cat", store.link(name));
      assertTrue(
          pem.lastIndexOf("BEGIN CERTIFICATE") < pem.indexOf("PRIVATE KEY"),
          name + ": the key is not last");
    }
  }

  /** What the name says: form, and kind of key or order of the chain. */
  private static String spec(String name) {
    return "{\"contentType\": \"%s\", \"keyType\": \"%s\", \"chainOrder\": \"%s\"}"
        .formatted(
            name.startsWith("pfx") ? "application/x-pkcs12" : "application/x-pem-file",
            name.endsWith("ec") ? "P-256" : "RSA-2048",
            name.endsWith("root") ? "root-first" : "leaf-first");
  }

  @Test
  void identity_msiEndpoint_isAsked() {
    Emulator.Version version = machine.azure().create("web");
    handler.enable(
        0,
        Settings.polling(INTERVAL, "web")
            .withIdentity("msiEndpoint", "http://127.0.0.1:80/metadata/identity"));
    store.awaitInstalled("web", version);
    assertEquals(
        Set.of("127.0.0.1"),
        machine.azure().received("metadata").stream()
            .map(request -> request.host().replaceFirst(":80$", ""))
            .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:9/metadata/identity | | 127.0.0.1:9",
        "http://169.254.169.254/metadata/identity | 00000000-0000-4000-8000-00000000dead | Identity"
            + " not found"
      })
  void identity_cannotBeUsed_substatusSaysWhyAndRecovers(
      String endpoint, String clientId, String reason) {
    Emulator.Version version = machine.azure().create("web");
    Settings settings = Settings.polling(INTERVAL, "web").withIdentity("msiEndpoint", endpoint);
    handler.enable(0, clientId == null ? settings : settings.withIdentity("msiClientId", clientId));
    handler.awaitSubstatus(0, "web", "error: ", reason, "not installed yet");
    handler.enable(1, Settings.polling(INTERVAL, "web"));
    store.awaitInstalled("web", version);
  }

  @Test
  void secrets_afterAFullRun_areNowhereButInTheStore() {
    machine.azure().create("web");
    machine.azure().create("api");
    machine.azure().fault("api", "\"effect\": \"malformed\", \"times\": 1");
    handler.enable(0, Settings.polling(1, "web", "api"));
    handler.awaitSubstatus(0, "web", "success: version");
    handler.awaitSubstatus(0, "api", "success: version");
    for (String certificate : List.of("web", "api")) {
      String line = store.privateKeyLine(certificate);
      assertFalse(found(line, store.folder()).isEmpty(), "the search finds nothing at all");
      assertNowhere(line);
    }
    assertNowhere("PRIVATE KEY");
    // How every access token begins: {"typ":"JWT" or {"alg" in base64.
    assertNowhere("eyJ0eXAi");
    assertNowhere("eyJhbGci");
  }

  /** Logs, status and settings, state, temporary files, command lines; but the store has it. */
  private void assertNowhere(String secret) {
    assertEquals("", found(secret, "/var/log/azure", "/var/lib/akvvm", "/run", handler.home()));
    assertEquals(
        "",
        machine.vm().processes().stream()
            .map(VmProcess::commandLine)
            .filter(line -> line.contains(secret))
            .collect(Collectors.joining()));
  }

  /** The files that contain the text. Text that comes with the package does not count. */
  private String found(String text, String... folders) {
    List<String> command = new ArrayList<>(List.of("grep", "-rlaF", "--exclude-dir=runtime"));
    command.addAll(List.of("--exclude-dir=lib", "--exclude=emulator*", "-e", text));
    command.addAll(List.of(folders));
    return machine.run(command.toArray(String[]::new)).stdout();
  }

  private String fingerprint(String certificate) {
    return machine
        .output(
            "openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", store.link(certificate))
        .replaceFirst(".*=", "")
        .replace(":", "")
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  private String name(String certificate, Emulator.Version version) {
    return store.file(certificate, version).substring(store.folder().length() + 1);
  }
}
