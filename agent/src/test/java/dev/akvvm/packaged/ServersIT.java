package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.VmService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers under load, each with what docs/consumers.md says: a renewal counts once served. */
@Timeout(900)
@OnMachine
final class ServersIT {
  private static final int INTERVAL = 2;
  private static final int PORT = 8443;
  private static final int SAMPLE = 3;
  private static final int MANY = 50;

  /** The time a renewal may take until it is served. */
  private static final Duration LIMIT = Duration.ofSeconds(INTERVAL + 5);

  private static final String NGINX =
      """
      pid /run/nginx.pid;
      error_log /run/nginx-error.log;
      worker_processes 2;
      events {}
      http {
        access_log off;
        server {
          listen 127.0.0.1:8443 ssl;
          ssl_certificate LINK;
          ssl_certificate_key LINK;
          location / { return 200 "well"; }
        }
      }
      """;

  private static final String HAPROXY =
      """
      global
        stats socket /run/haproxy.sock mode 600 level admin expose-fd listeners
      defaults
        mode http
        timeout client 20s
        timeout server 20s
        timeout connect 5s
      frontend web
        bind 127.0.0.1:8443 ssl crt LINK
        http-request return status 200 content-type text/plain string well
      """;

  @TempDir private Path folder;

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  ServersIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
  }

  @Test
  void nginx_fewRenewalsUnderLoad_allServedInTimeAndNoHandshakeFails() throws Exception {
    nginx(SAMPLE);
  }

  @Test
  @Tag("nightly")
  void nginx_50RenewalsUnderLoad_allServedInTimeAndNoHandshakeFails() throws Exception {
    nginx(MANY);
  }

  @Test
  void haproxy_fewRenewalsUnderLoad_allServedInTimeAndNoHandshakeFails() throws Exception {
    haproxy(SAMPLE);
  }

  @Test
  @Tag("nightly")
  void haproxy_50RenewalsUnderLoad_allServedInTimeAndNoHandshakeFails() throws Exception {
    haproxy(MANY);
  }

  @Test
  @Tag("nightly")
  void nginx_configurationIsBroken_keepsServingAndTheStatusSaysWhatTheCheckFound() {
    Emulator.Version first = serve(NGINX, "/run/nginx.conf", nginxActions(), "nginx", "-c");
    machine.write("/run/nginx.conf", "nonsense;");
    Emulator.Version renewed = machine.azure().renew("web");
    handler.awaitSubstatus(
        0,
        "web",
        "warning: run of /usr/sbin/nginx skipped: the check nginx failed (exit code 1): ");
    assertEquals(first.fingerprint(), TlsLoad.served(machine, PORT));
    machine.write("/run/nginx.conf", NGINX.replace("LINK", store.link("web")));
    handler.awaitSubstatus(0, "web", "success: version ");
    // nginx takes the signal at once, and new workers a moment later.
    TlsLoad.awaitServed(machine, PORT, renewed);
  }

  private void nginx(int renewals) throws Exception {
    serve(NGINX, "/run/nginx.conf", nginxActions(), "nginx", "-c");
    renewUnderLoad(renewals);
    String errors = machine.read("/run/nginx-error.log");
    assertFalse(errors.contains("[error]"), errors);
  }

  private void haproxy(int renewals) throws Exception {
    serve(
        HAPROXY,
        "/run/haproxy.cfg",
        Map.of(
            "run", List.of("/bin/sh", "-c", "kill -USR2 $(cat /run/haproxy.pid)"),
            "check", List.of("haproxy", "-c", "-f", "/run/haproxy.cfg")),
        "haproxy",
        "-W",
        "-D",
        "-p",
        "/run/haproxy.pid",
        "-f");
    renewUnderLoad(renewals);
  }

  private static Map<String, Object> nginxActions() {
    return Map.of(
        "run", List.of("/usr/sbin/nginx", "-c", "/run/nginx.conf", "-s", "reload"),
        "check", List.of("nginx", "-c", "/run/nginx.conf", "-t"));
  }

  /** What is wanted fails until the server runs; it is tried again by itself. */
  private Emulator.Version serve(
      String configuration, String file, Map<String, Object> onRenewal, String... command) {
    Emulator.Version first = machine.azure().create("web", "{\"keyType\": \"P-256\"}");
    machine.write(file, configuration.replace("LINK", store.link("web")));
    handler.settings(0, Actions.settings(INTERVAL, Map.of("web", onRenewal)));
    handler.run(0, "enable").output();
    store.awaitInstalled("web", first);
    handler.awaitSubstatus(0, "web", "warning: run of ", "failed (exit code ");
    List<String> line = new ArrayList<>(List.of(command));
    line.add(file);
    machine.output(line.toArray(String[]::new));
    handler.awaitSubstatus(0, "web", "success: version " + first.version());
    TlsLoad.awaitServed(machine, PORT, first);
    return first;
  }

  private void renewUnderLoad(int renewals) throws Exception {
    Path log = Files.createFile(folder.resolve("wrk.log"));
    List<String> wrk =
        List.of(
            "wrk", "-t1", "-c4", "-d900", "-H", "Connection: close", "https://127.0.0.1:" + PORT);
    try (TlsLoad load = TlsLoad.on(machine, PORT);
        VmService more = machine.vm().start(wrk, log)) {
      load.renew("web", renewals, LIMIT);
      TlsLoad.Result result = load.stop();
      assertEquals(0, result.failed(), result.failures());
      assertTrue(result.answered() > 10 * renewals, result.toString());
      machine.output("pkill", "-INT", "-x", "wrk");
      more.awaitLine(Pattern.compile("requests in "), Machine.SOON);
      System.out.println(more.output());
      assertFalse(more.output().contains("Socket errors"), more.output());
      assertFalse(more.output().contains("Non-2xx"), more.output());
    }
    handler.awaitSubstatus(0, "web", "success: version ");
  }
}
