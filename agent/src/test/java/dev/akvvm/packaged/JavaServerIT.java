package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.SystemdVm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Services of Java's that read their keystore when they start, set up as docs/consumers.md says,
 * under load: a renewal counts once it is served.
 */
@Timeout(900)
final class JavaServerIT {
  private static final int INTERVAL = 2;
  private static final int SAMPLE = 2;
  private static final int MANY = 50;
  private static final Duration LIMIT = Duration.ofSeconds(INTERVAL + 5);

  private static final Map<String, Integer> PORTS = Map.of("pkcs12", 8443, "jks", 9443);

  private Machine machine;
  private PackageFolder handler;
  private Store store;

  @BeforeEach
  void start() throws IOException {
    machine = Machine.startWithSystemd(SystemdVm.Options.debian12().withReadable(classes()));
    handler = PackageFolder.unpackedIn(machine);
    store = Store.usual(machine);
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  @Test
  void fewRenewalsUnderLoad_bothKinds_allServedInTimeAndNoHandshakeFails() throws IOException {
    renewUnderLoad(SAMPLE);
  }

  @Test
  @Tag("nightly")
  void manyRenewalsUnderLoad_bothKinds_allServedInTimeAndNoHandshakeFails() throws IOException {
    renewUnderLoad(MANY);
  }

  private void renewUnderLoad(int renewals) throws IOException {
    Map<String, Emulator.Version> first = new LinkedHashMap<>();
    machine.azure().secret("password", "secret");
    for (String kind : List.of("pkcs12", "jks")) {
      first.put(kind, machine.azure().create(kind, "{\"keyType\": \"P-256\"}"));
      service(kind);
    }
    machine.output("systemctl", "daemon-reload");
    machine.output("systemctl", "start", "pkcs12.socket", "jks.socket");
    handler.settings(0, settings());
    handler.run(0, "enable").output();
    for (String kind : first.keySet()) {
      handler.awaitSubstatus(0, kind, "success: version ");
      TlsLoad.awaitServed(machine, PORTS.getOrDefault(kind, 0), first.get(kind));
    }
    for (String kind : first.keySet()) {
      int port = PORTS.getOrDefault(kind, 0);
      try (TlsLoad load = TlsLoad.on(machine, port)) {
        load.renew(kind, renewals, LIMIT);
        TlsLoad.Result result = load.stop();
        assertEquals(0, result.failed(), result.failures());
        assertTrue(result.answered() > 10 * renewals, result.toString());
      }
      handler.awaitSubstatus(0, kind, "success: version ");
    }
  }

  private void service(String kind) throws IOException {
    String unit = "/etc/systemd/system/" + kind;
    machine.write(
        unit + ".socket", "[Socket]\nListenStream=127.0.0.1:%d\n".formatted(PORTS.get(kind)));
    String java = handler.home() + "/" + PackageFolder.RUNTIME + "/bin/java";
    String keystore = store.link(kind) + (kind.equals("jks") ? ".jks" : ".p12");
    machine.write(
        unit + ".service",
        """
        [Service]
        ExecStart=%s -cp %s dev.akvvm.packaged.KeystoreServer %s secret
        StandardInput=socket
        StandardOutput=journal
        SuccessExitStatus=143
        """
            .formatted(java, classes(), keystore));
  }

  private static Path classes() throws IOException {
    return Path.of("target/test-classes").toRealPath();
  }

  private static String settings() {
    StringBuilder certificates = new StringBuilder();
    for (String kind : List.of("pkcs12", "jks")) {
      certificates.append(
          """
          {"url": "https://contoso.vault.azure.net/secrets/%1$s",
           "keystore": {"type": "%1$s"}, "onRenewal": {"restart": ["%1$s"]}},
          """
              .formatted(kind));
    }
    return """
    {"secretsManagementSettings": {"pollingIntervalInS": "%d",
      "keystore": {"passwordUrl": "https://contoso.vault.azure.net/secrets/password"},
      "observedCertificates": [%s]}}
    """
        .formatted(INTERVAL, certificates.toString().strip().replaceAll(",$", ""));
  }
}
