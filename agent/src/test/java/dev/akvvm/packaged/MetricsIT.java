package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.VmService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The package's metrics, read by Prometheus's own programs. */
@Timeout(300)
@OnMachine
final class MetricsIT {
  private static final String FOLDER = "/var/lib/prometheus/node-exporter";
  private static final String FILE = FOLDER + "/akvvm.prom";

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  MetricsIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
    machine.output("mkdir", "-p", FOLDER);
  }

  @Test
  void metrics_ofAFailureAndARenewal_areWhatNodeExporterServes(@TempDir Path temporary) {
    Emulator.Version version = machine.azure().create("web");
    handler.enable(0, Settings.polling(2, "web", "missing").withMetrics(FILE));
    store.awaitInstalled("web", version);
    awaitMetric("akvvm_certificate_failed_polls{vault=\"contoso\",name=\"missing\"", 2);
    awaitMetric("akvvm_poll_failures_total{kind=\"needs_operator\"}", 2);
    String metrics = machine.read(FILE);
    for (String expected :
        List.of(
            "akvvm_build_info{version=\"" + PackageFolder.VERSION + "\"} 1",
            "link=\"" + store.link("web") + "\",version=\"" + version.version() + "\"} 1",
            "akvvm_certificate_installed{vault=\"contoso\",name=\"missing\"",
            "akvvm_requests_total{server=\"contoso.vault.azure.net\",result=\"200\"} ",
            "akvvm_requests_total{server=\"contoso.vault.azure.net\",result=\"404\"} ",
            "akvvm_requests_total{server=\"169.254.169.254\",result=\"200\"} ")) {
      assertTrue(metrics.contains(expected), expected + " is not in:\n" + metrics);
    }
    assertEquals("644 root", machine.output("stat", "-c", "%a %U", FILE).strip());
    Execution lint = machine.run("sh", "-c", "promtool check metrics <" + FILE);
    assertEquals("", lint.stdout() + lint.stderr());
    assertEquals(0, lint.exitCode());

    try (VmService _ =
        machine
            .vm()
            .startBeside(
                List.of(
                    "prometheus-node-exporter",
                    "--collector.disable-defaults",
                    "--collector.textfile",
                    "--collector.textfile.directory=" + machine.vm().path(FOLDER),
                    "--web.listen-address=127.0.0.1:9100"),
                temporary.resolve("output"))) {
      machine
          .await()
          .until(
              "the exporter",
              Machine.SOON,
              () -> served().contains("akvvm_certificate_not_after_timestamp_seconds{"));
      assertTrue(served().contains("node_textfile_scrape_error 0"), served());
    }
  }

  @Test
  void rules_shippedOnes_doWhatTheirTestsSay() {
    Path alerts = Path.of("../docs/alerts").toAbsolutePath().normalize();
    for (List<String> check :
        List.of(
            List.of("check", "rules", "akvvm.rules.yml"),
            List.of("test", "rules", "akvvm.test.yml"))) {
      Execution result =
          machine.run(
              "sh",
              "-c",
              "cd \"$1\" && promtool " + String.join(" ", check),
              "sh",
              alerts.toString());
      assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    }
    assertTrue(Files.exists(alerts.resolve("grafana-dashboard.json")));
  }

  @Test
  @OnMachine(systemd = true)
  void service_inItsSandbox_writesMetricsOrSaysWhyNot() {
    Emulator.Version version = machine.azure().create("web");
    handler.run(0, "install").output();
    handler.enable(0, Settings.polling(3600, "web").withMetrics(FILE));
    store.awaitInstalled("web", version);
    awaitMetric("akvvm_certificate_installed{vault=\"contoso\",name=\"web\"", 1);
    String doctor = handler.run(0, "doctor").stdout();
    assertTrue(doctor.contains("ok      metrics: " + FILE + " can be written"), doctor);

    handler.enable(1, Settings.polling(3600, "web").withMetrics("/srv/missing/akvvm.prom"));
    machine
        .await()
        .until(
            "a warning",
            Machine.SOON,
            () ->
                machine
                    .read(PackageFolder.LOGS + "/akvvm_service.log")
                    .contains("cannot write metrics: /srv/missing: no such file or directory"));
  }

  private void awaitMetric(String begin, int minimum) {
    machine.await().until(begin, Machine.SOON, () -> value(begin) >= minimum);
  }

  /** Of the first sample that begins like this; -1 if there is none. */
  private int value(String begin) {
    return machine
        .run("cat", FILE)
        .stdout()
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(-1);
  }

  private String served() {
    return machine.run("curl", "-s", "http://127.0.0.1:9100/metrics").stdout();
  }
}
