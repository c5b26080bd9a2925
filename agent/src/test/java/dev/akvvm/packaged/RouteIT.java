package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.VmProcess;
import dev.akvvm.vm.VmService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way from the machine to its vaults: proxies, authorities, a vault that hangs. */
@Timeout(180)
@OnMachine
final class RouteIT {
  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
  private static final String PROXY = "http://127.0.0.1:8888";
  private static final String CONNECT = "CONNECT contoso.vault.azure.net:443";

  @TempDir private Path folder;

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  RouteIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
  }

  @Test
  void poll_proxyInTheSettings_vaultsAreReachedThroughItAndNothingElse() throws Exception {
    Emulator.Version web = machine.azure().create("web");
    try (VmService proxy = proxy()) {
      handler.enable(0, Settings.polling(3600, "web").withProxy(PROXY));
      store.awaitInstalled("web", web);
      assertTrue(proxy.output().contains(CONNECT), proxy.output());
      assertFalse(proxy.output().contains("169.254.169.254"), proxy.output());
    }
  }

  @Test
  void poll_proxyInTheEnvironment_isUsedButForWhatItLeavesOut() throws Exception {
    Emulator.Version web = machine.azure().create("web");
    try (VmService proxy = proxy()) {
      handler.enable(
          0, Settings.polling(3600, "web"), "HTTPS_PROXY=" + PROXY, "NO_PROXY=.azure.net");
      store.awaitInstalled("web", web);
      assertFalse(proxy.output().contains(CONNECT), proxy.output());
      handler.enable(1, Settings.polling(3600, "web"), "https_proxy=" + PROXY);
      machine.await().until("a tunnel", Machine.SOON, () -> proxy.output().contains(CONNECT));
    }
  }

  @Test
  void poll_proxyIsAway_isToldAndOvercome() throws Exception {
    Emulator.Version web = machine.azure().create("web");
    handler.enable(0, Settings.polling(1, "web").withProxy(PROXY));
    handler.awaitSubstatus(
        0, "web", "error: ", "connection failed: Connection refused", "(by the proxy " + PROXY);
    try (VmService proxy = proxy()) {
      store.awaitInstalled("web", web);
      assertTrue(proxy.output().contains(CONNECT), proxy.output());
    }
  }

  /** What a proxy shows that intercepts TLS is issued by its own CA: at first nobody knows it. */
  @Test
  void poll_authorityIsTrustedLater_withoutARestart() {
    machine.output("cp", BUNDLE, "/run/before.pem");
    Emulator.Version web = machine.azure().create("web");
    machine.output("cp", BUNDLE, "/run/after.pem");
    machine.output("cp", "/run/before.pem", BUNDLE);
    handler.enable(0, Settings.polling(1, "web"));
    handler.awaitSubstatus(
        0, "web", "error: ", "TLS failed", "does not trust; an intercepting proxy?", BUNDLE);
    List<Long> agents = machine.javas().stream().map(VmProcess::pid).toList();

    machine.output("cp", "/run/after.pem", BUNDLE);

    store.awaitInstalled("web", web);
    assertEquals(agents, machine.javas().stream().map(VmProcess::pid).toList());
  }

  @Test
  void poll_oneVaultHangs_theOthersCertificateIsRenewedMeanwhile() {
    store.awaitInstalled("web", installed());
    machine.azure().fault("away", "\"effect\": \"hang\"");
    Emulator.Version renewed = machine.azure().renew("web");
    Instant start = Instant.now();

    handler.enable(
        1, Settings.polling(3600, "https://fabrikam.vault.azure.net/secrets/away", "web"));
    store.awaitInstalled("web", renewed);

    Duration taken = Duration.between(start, Instant.now());
    assertTrue(taken.compareTo(Duration.ofSeconds(25)) < 0, "waited for the other: " + taken);
  }

  private Emulator.Version installed() {
    Emulator.Version web = machine.azure().create("web");
    handler.enable(0, Settings.polling(3600, "web"));
    return web;
  }

  private VmService proxy() throws Exception {
    machine.write(
        "/run/tinyproxy.conf",
        "Port 8888\nListen 127.0.0.1\nLogLevel Info\nAllow 127.0.0.1\nConnectPort 443\n");
    VmService proxy =
        machine
            .vm()
            .start(
                List.of("tinyproxy", "-d", "-c", "/run/tinyproxy.conf"),
                Files.createTempFile(folder, "proxy", ".log"));
    proxy.awaitLine(Pattern.compile("Accepting connections"), Machine.SOON);
    return proxy;
  }
}
