package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.SystemdVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the sandbox of the service lets the agent do, and what not. */
@Timeout(600)
final class SandboxIT {
  private static final String UNIT = "akvvm_service";
  private static final Pattern OVERALL = Pattern.compile("Overall exposure level .*: ([0-9.]+)");
  private static final String READER = "4321";

  /** Where Azure Arc's agent leaves its keys, beside the machine and in it. */
  private static final Path ARC_KEYS = Path.of("/var/opt/azcmagent/tokens");

  private Machine machine;
  private PackageFolder handler;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(ARC_KEYS);
    machine = Machine.startWithSystemd(SystemdVm.Options.debian12().withReadable(ARC_KEYS));
    machine.azure().create("web");
    handler = PackageFolder.unpackedIn(machine);
    handler.enable(0, Settings.polling(3600, "web"));
    handler.awaitSubstatus(0, "web", "success: version");
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  /** What each remaining exposure is for: docs/systemd.md. */
  @Test
  void security_ofTheUnit_exposureIsTwoAtMost() {
    assertSecure();
  }

  private void assertSecure() {
    String analysis = machine.run("systemd-analyze", "--no-pager", "security", UNIT).stdout();
    Matcher overall = OVERALL.matcher(analysis);
    assertTrue(overall.find(), analysis);
    assertTrue(Double.parseDouble(overall.group(1)) <= 2.0, analysis);
  }

  @Test
  void storesAnywhereAndReaders_everythingWorks() {
    List<String> stores =
        List.of(
            "/tmp/akvvm/a b",
            "/var/tmp/certs",
            "/root/certs",
            "/home/web/50%:x",
            "/home/web/link",
            "/run/certs");
    for (int i = 0; i < stores.size(); i++) {
      machine.azure().create("s" + i);
    }
    machine.write("/etc/nginx/keep", "");
    machine.azure().create("linked");
    machine.output("ln", "-s", "/srv/real", "/etc/nginx/linked");
    handler.settings(1, settings(stores, "/etc/nginx/linked"));
    machine.output("mkdir", "-p", "/srv/real", "/opt/real", "/home/web");
    machine.output("ln", "-s", "/opt/real", "/home/web/link");
    handler.run(1, "enable").output();
    for (int i = 0; i < stores.size(); i++) {
      handler.awaitSubstatus(1, "s" + i, "success: version");
      assertReadable(stores.get(i) + "/contoso.s" + i);
    }
    handler.awaitSubstatus(1, "linked", "success: version");
    assertReadable("/srv/real/contoso.linked");
    assertReadable("/opt/real/contoso.s4");
    assertSecure();
    // Below the guest agent's folder, which is closed to others: a reader gets through all the
    // same.
    String below = "/var/lib/waagent/Microsoft.Azure.KeyVault.Store/contoso.web";
    machine.output("setpriv", "--reuid", READER, "--clear-groups", "test", "-r", below);
    assertNotEquals(
        0,
        machine
            .run("setpriv", "--reuid", "4322", "--clear-groups", "test", "-r", below)
            .exitCode());
  }

  @Test
  void arcsKeyFile_isReadThroughTheSandbox() {
    Emulator.Version version = machine.azure().create("api");
    handler.enable(
        1,
        Settings.polling(3600, "api")
            .withIdentity("msiEndpoint", "http://localhost:40342/metadata/identity"));
    handler.awaitSubstatus(1, "api", "success: version " + version.version());
    assertEquals(
        List.of(401, 200),
        machine.azure().received("arc").stream().map(Emulator.Received::status).toList());
  }

  @Test
  void storeIsRemoved_isReportedAndMadeAtTheNextStart() {
    enableApi();
    remakeStore();
    handler.awaitSubstatus(1, "api", "cannot use the store");
    machine
        .await()
        .until(
            "an agent that gives up its sandbox",
            Machine.SOON,
            () -> journal().contains("ended with exit code 4"));
    machine.output("rm", "-r", "/srv/certs");
    machine.output("systemctl", "restart", UNIT);
    awaitApi();
  }

  /** One that has just been built is kept: a new one would be no better. */
  @Test
  @Tag("nightly")
  void storeIsRemovedLater_isBuiltAnewByItself() {
    enableApi();
    machine.vm().exec(Duration.ofSeconds(320), "sleep", "302").output();
    String before = property("MainPID");
    remakeStore();
    awaitApi();
    assertNotEquals(before, property("MainPID"));
  }

  private void enableApi() {
    machine.azure().create("api");
    handler.settings(1, settings(List.of(), "/srv/certs").replace("linked", "api"));
    handler.run(1, "enable").output();
    handler.awaitSubstatus(1, "api", "success: version");
  }

  private void remakeStore() {
    machine.output("rm", "-r", "/srv/certs");
    machine.output("mkdir", "/srv/certs");
    machine.output("systemctl", "reload", UNIT);
  }

  private void awaitApi() {
    machine
        .await()
        .until(
            "installed",
            Machine.SOON,
            () -> Files.isSymbolicLink(machine.vm().path("/srv/certs/contoso.api")));
  }

  @Test
  void restOfTheMachine_cannotBeWritten() {
    String inside =
        machine.output(
            "nsenter",
            "--mount",
            "--target",
            property("MainPID"),
            "sh",
            "-c",
            "for f in /etc/x /usr/x /root/x /home/x /var/lib/x /var/lib/waagent/x /boot/x; do"
                + " touch $f 2>/dev/null && echo $f; done; touch /tmp/inside; ls /root | wc -l");
    assertEquals("0\n", inside);
    assertFalse(Files.exists(machine.vm().path("/tmp/inside")));
    String status = machine.read("/proc/" + property("MainPID") + "/status");
    assertTrue(status.contains("NoNewPrivs:\t1"), status);
    assertTrue(status.contains("Seccomp:\t2"), status);
    assertTrue(status.contains("CapEff:\t000000000000000a"), status);
  }

  /** Where something is to be done after renewals, what is run is outside of the sandbox. */
  @Test
  void systemdRunFromInside_withAnAction_leadsOutside() {
    handler.enable(
        1,
        Settings.polling(3600, "web").with("onRenewal", Map.of("run", List.of("/usr/bin/true"))));
    handler.awaitSubstatus(1, "web", "success: version");
    restartWith(
        """
        ExecStartPost=/usr/bin/systemd-run --quiet --wait --pipe --collect touch /etc/outside
        ExecStartPost=/usr/bin/systemctl is-system-running
        """);
    assertTrue(Files.exists(machine.vm().path("/etc/outside")));
  }

  /** Else whoever takes the agent over finds no systemd that would do it a favour. */
  @Test
  void systemdRunFromInside_withoutAnyAction_leadsNowhere() {
    restartWith(
        """
        ExecStartPost=-/usr/bin/systemd-run --quiet --wait --pipe --collect touch /etc/outside
        """);
    assertFalse(Files.exists(machine.vm().path("/etc/outside")));
  }

  private void restartWith(String lines) {
    machine.write("/etc/systemd/system/" + UNIT + ".service.d/test.conf", "[Service]\n" + lines);
    machine.output("systemctl", "daemon-reload");
    machine.output("systemctl", "restart", UNIT);
  }

  private static String settings(List<String> stores, String linked) {
    StringBuilder certificates = new StringBuilder();
    for (int i = 0; i < stores.size(); i++) {
      certificates.append(
          """
          {"url": "https://contoso.vault.azure.net/secrets/s%d",
           "certificateStoreLocation": "%s"},
          """
              .formatted(i, stores.get(i)));
    }
    return """
    {"secretsManagementSettings": {"pollingIntervalInS": "3600", "acls": [{"user": "%s"}],
      "observedCertificates": [%s
        {"url": "https://contoso.vault.azure.net/secrets/web"},
        {"url": "https://contoso.vault.azure.net/secrets/linked",
         "certificateStoreLocation": "%s"}]}}
    """
        .formatted(READER, certificates, linked);
  }

  private void assertReadable(String file) {
    machine.output("openssl", "pkey", "-in", file, "-noout");
    assertTrue(machine.output("openssl", "x509", "-in", file, "-noout", "-text").length() > 100);
  }

  private String property(String name) {
    return machine.output("systemctl", "show", "--value", "--property=" + name, UNIT).strip();
  }

  private String journal() {
    return machine.output("journalctl", "--no-pager", "-u", UNIT);
  }
}
