package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PassReport.Streak;
import dev.akvvm.sync.Warning;
import dev.akvvm.testing.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsReporterTest {
  private static final Instant NOW = Instant.parse("2026-12-01T02:57:04.250Z");
  private static final ObservedCertificate WEB =
      Observed.certificate("contoso", "web", Path.of("/etc/certs"));
  private static final ObservedCertificate API =
      Observed.certificate("contoso", "api", Path.of("/etc/certs"));
  private static final String VERSION = "0123456789abcdef0123456789abcdef";

  private final Path folder;
  private final Path file;

  MetricsReporterTest(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    file = folder.resolve("akvvm.prom");
  }

  @Test
  void report_everyKindOfMetric_isWritten() throws IOException {
    MetricsReporter reporter = open();
    reporter.countRequest("contoso.vault.azure.net", "200");
    reporter.countRequest("contoso.vault.azure.net", "200");
    reporter.countRequest("contoso.vault.azure.net", "429");
    report(reporter, everything());

    assertEquals(
        """
        # HELP akvvm_build_info The version of this extension.
        # TYPE akvvm_build_info gauge
        akvvm_build_info{version="3.0.0"} 1
        # HELP akvvm_last_pass_timestamp_seconds When the last pass ended.
        # TYPE akvvm_last_pass_timestamp_seconds gauge
        akvvm_last_pass_timestamp_seconds 1796093824.250
        # HELP akvvm_last_pass_duration_seconds How long the last pass took.
        # TYPE akvvm_last_pass_duration_seconds gauge
        akvvm_last_pass_duration_seconds 1.042
        # HELP akvvm_next_pass_timestamp_seconds When the next pass is due.
        # TYPE akvvm_next_pass_timestamp_seconds gauge
        akvvm_next_pass_timestamp_seconds 1796097424
        # HELP akvvm_certificate_info The version that readers of the link get.
        # TYPE akvvm_certificate_info gauge
        akvvm_certificate_info{WEB,version="0123456789abcdef0123456789abcdef"} 1
        # HELP akvvm_certificate_installed Whether readers of the link get anything.
        # TYPE akvvm_certificate_installed gauge
        akvvm_certificate_installed{WEB} 1
        akvvm_certificate_installed{API} 0
        # HELP akvvm_certificate_not_before_timestamp_seconds When what is installed becomes valid.
        # TYPE akvvm_certificate_not_before_timestamp_seconds gauge
        akvvm_certificate_not_before_timestamp_seconds{WEB} 1796093814
        # HELP akvvm_certificate_not_after_timestamp_seconds When what is installed expires; missing for what never does.
        # TYPE akvvm_certificate_not_after_timestamp_seconds gauge
        akvvm_certificate_not_after_timestamp_seconds{WEB} 1796093924
        # HELP akvvm_certificate_failed_polls How many polls have failed in a row.
        # TYPE akvvm_certificate_failed_polls gauge
        akvvm_certificate_failed_polls{WEB} 0
        akvvm_certificate_failed_polls{API} 3
        # HELP akvvm_certificate_last_success_timestamp_seconds When a poll last went well.
        # TYPE akvvm_certificate_last_success_timestamp_seconds gauge
        akvvm_certificate_last_success_timestamp_seconds{WEB} 1796093824
        # HELP akvvm_certificate_warning Something to fix about what is installed.
        # TYPE akvvm_certificate_warning gauge
        akvvm_certificate_warning{WEB,kind="names_lost"} 1
        # HELP akvvm_actions Actions after renewals that have not worked yet.
        # TYPE akvvm_actions gauge
        akvvm_actions{state="failing"} 1
        akvvm_actions{state="pending"} 1
        # HELP akvvm_action_failing Whether an action after a renewal fails; missing once it has worked.
        # TYPE akvvm_action_failing gauge
        akvvm_action_failing{action="reload of nginx.service"} 1
        akvvm_action_failing{action="run of /bin/x \\"a\\""} 0
        # HELP akvvm_poll_failures_total Failed polls, by who can do something about it.
        # TYPE akvvm_poll_failures_total counter
        akvvm_poll_failures_total{kind="throttled"} 1
        # HELP akvvm_requests_total Requests, by the status code of the answer; 429 is throttling.
        # TYPE akvvm_requests_total counter
        akvvm_requests_total{server="contoso.vault.azure.net",result="200"} 2
        akvvm_requests_total{server="contoso.vault.azure.net",result="429"} 1
        """
            .replace("WEB", "vault=\"contoso\",name=\"web\",link=\"/etc/certs/contoso.web\"")
            .replace("API", "vault=\"contoso\",name=\"api\",link=\"/etc/certs/contoso.api\""),
        Files.readString(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void report_byAnotherProcess_countsOn() throws IOException {
    MetricsReporter first = open();
    first.countRequest("contoso.vault.azure.net", "200");
    report(first, everything());
    MetricsReporter second = open();
    second.countRequest("contoso.vault.azure.net", "200");
    // Nothing is polled in this one.
    report(second, new PassReport(everything().states(), Set.of(), Map.of()));

    String text = Files.readString(file);
    assertTrue(
        text.contains("akvvm_requests_total{server=\"contoso.vault.azure.net\",result=\"200\"} 2"),
        text);
    assertTrue(text.contains("akvvm_poll_failures_total{kind=\"throttled\"} 1\n"), text);
    assertTrue(text.contains("akvvm_certificate_last_success_timestamp_seconds{"), text);
  }

  @Test
  void report_certificateLeftTheSettings_isForgotten() throws IOException {
    report(open(), everything());
    report(open(), new PassReport(Map.of(API, everything().state(API)), Set.of(API), Map.of()));
    assertFalse(Files.readString(file).contains("name=\"web\""));
    assertFalse(Files.readString(folder.resolve("state")).contains("contoso.web"));
  }

  @Test
  void report_countersUnreadable_startOver() throws IOException {
    Files.writeString(folder.resolve("state"), "requests x=many");
    MetricsReporter reporter = open();
    reporter.countRequest("x", "200");
    report(reporter, everything());
    assertTrue(
        Files.readString(file).contains("akvvm_requests_total{server=\"x\",result=\"200\"} 1\n"));
  }

  @Test
  void report_folderIsMissing_isSaidOnce() throws IOException {
    assertEquals(
        List.of(
            "cannot write metrics: "
                + folder
                + "/missing: no such file or directory; see"
                + " metricsSettings"),
        ProvokedMetricsFailures.all(folder));
  }

  /** What is documented, and asked for by alerts and dashboard, is what is written. */
  @Test
  void documents_metrics_areThoseThatAreWritten() throws IOException {
    MetricsReporter reporter = open();
    reporter.countRequest("x", "200");
    report(reporter, everything());
    Set<String> written = names("(?m)^# TYPE (akvvm_\\w+) ", Files.readString(file));

    assertEquals(
        written,
        names("(?m)^\\| `(akvvm_\\w+)", Files.readString(Path.of("../docs/monitoring.md"))));
    for (String document : List.of("akvvm.rules.yml", "akvvm.test.yml", "grafana-dashboard.json")) {
      Set<String> asked =
          names("(akvvm_\\w+)", Files.readString(Path.of("../docs/alerts").resolve(document)));
      // The unit's name.
      asked.remove("akvvm_service");
      assertTrue(asked.size() > 5, document);
      assertTrue(written.containsAll(asked), document + ": " + asked);
    }
  }

  private static Set<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private MetricsReporter open() throws IOException {
    return MetricsReporter.open(
        file, folder.resolve("state"), "3.0.0", Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static void report(MetricsReporter reporter, PassReport pass) {
    reporter.report(pass, NOW.plusSeconds(3600), Duration.ofMillis(1042));
  }

  static PassReport everything() {
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    states.put(
        WEB,
        new CertificateState(
            Optional.of(
                new InstalledCertificate(
                    VERSION,
                    Path.of("/etc/certs/x"),
                    NOW.minusSeconds(10),
                    NOW.plusSeconds(100),
                    List.of())),
            new Outcome.Unchanged(),
            new CertificateState.Remarks(
                List.of(
                    new Warning(Warning.Kind.NAMES_LOST, "one"),
                    new Warning(Warning.Kind.NAMES_LOST, "another")),
                List.of()),
            CertificateMetadata.NONE,
            List.of(
                ActionState.failing("reload of nginx.service", "no"),
                ActionState.running("run of /bin/x \"a\"", "still running"),
                ActionState.done("restart of postgresql.service", NOW))));
    states.put(
        API,
        CertificateState.of(
            Optional.empty(),
            new Outcome.Failed(
                new Failure(
                    Failure.Kind.THROTTLED,
                    "no",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))));
    return new PassReport(states, Set.of(WEB, API), Map.of(API, new Streak(3, NOW)));
  }
}
