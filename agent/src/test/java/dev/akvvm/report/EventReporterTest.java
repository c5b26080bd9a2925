package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PassReport.Streak;
import dev.akvvm.testing.Observed;
import dev.akvvm.waagent.TelemetryEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventReporterTest {
  private static final Instant NOW = Instant.parse("2026-12-01T02:57:04Z");
  private static final Instant SINCE = Instant.parse("2026-12-01T02:56:01Z");
  private static final CertificateState FAILED =
      CertificateState.of(
          Optional.empty(),
          new Outcome.Failed(
              new Failure(
                  Failure.Kind.NEEDS_OPERATOR,
                  "a reason",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())));
  private static final CertificateState CURRENT =
      CertificateState.of(
          Optional.of(
              new InstalledCertificate(
                  "0".repeat(32), Path.of("/etc/certs/x"), SINCE, NOW.plusSeconds(9), List.of())),
          new Outcome.Unchanged());

  private final Path events;
  private final EventReporter reporter;

  EventReporterTest(@TempDir Path logs) throws IOException {
    events = Files.createDirectory(logs.resolve("events"));
    reporter =
        new EventReporter(
            Optional.of(new TelemetryEvents(events, logs, "3.0.0")),
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void started_thenAllIsWell_saysBothOnce() throws Exception {
    reporter.started("settings 3: 1 certificate");
    assertEquals(List.of("Informational Started: started for settings 3: 1 certificate"), taken());
    reporter.report(pass(Map.of("web", CURRENT), Map.of()));
    assertEquals(List.of("Informational Succeeded: 1 of 1 certificate current"), taken());
    reporter.report(pass(Map.of("web", CURRENT), Map.of()));
    assertEquals(List.of(), taken());
  }

  @Test
  void report_failuresThatBegin_saysNamesOnly() throws Exception {
    Map<String, CertificateState> states = new LinkedHashMap<>();
    Map<String, Streak> streaks = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      states.put("c%03d".formatted(i), FAILED);
      streaks.put("c%03d".formatted(i), new Streak(i == 0 ? 2 : 1, NOW));
    }
    reporter.report(pass(states, streaks));
    String said = taken().getFirst();
    assertTrue(
        said.startsWith(
            "Warning Failing: failing since 2026-12-01T02:57:04Z: contoso/c001, contoso/c002, "),
        said);
    assertTrue(said.endsWith("contoso/c020, ... (999)"), said);
  }

  @Test
  void report_failureThatGoesOn_saysNothing() throws Exception {
    reporter.report(pass(Map.of("web", FAILED), Map.of("web", new Streak(2, SINCE))));
    assertEquals(List.of(), taken());
  }

  @Test
  void report_worksAgain_saysSo() throws Exception {
    reporter.report(pass(Map.of("web", CURRENT), Map.of("web", new Streak(2, SINCE))));
    assertEquals(
        List.of("Informational Recovered: works again after 63 s at most: contoso/web"), taken());
  }

  @Test
  void endedUnexpectedly_saysWithWhatCode() throws Exception {
    reporter.endedUnexpectedly("137");
    assertEquals(
        List.of("Error Ended: the agent ended with exit code 137 and was started again"), taken());
  }

  @Test
  void report_folderIsGone_isNoError() throws Exception {
    Files.delete(events);
    reporter.endedUnexpectedly("137");
  }

  private static PassReport pass(
      Map<String, CertificateState> states, Map<String, Streak> streaks) {
    Map<ObservedCertificate, CertificateState> all = new LinkedHashMap<>();
    states.forEach((name, state) -> all.put(certificate(name), state));
    Map<ObservedCertificate, Streak> going = new LinkedHashMap<>();
    streaks.forEach((name, streak) -> going.put(certificate(name), streak));
    return new PassReport(all, all.keySet(), going);
  }

  private static ObservedCertificate certificate(String name) {
    return Observed.certificate("contoso", name, Path.of("/etc/certs"));
  }

  /** What waagent would take now, and remove. */
  private List<String> taken() throws IOException {
    List<String> taken = new ArrayList<>();
    try (Stream<Path> files = Files.list(events)) {
      for (Path file : files.toList()) {
        for (JsonNode event : new ObjectMapper().readTree(Files.readString(file))) {
          taken.add(
              event.path("EventLevel").asText()
                  + " "
                  + event.path("TaskName").asText()
                  + ": "
                  + event.path("Message").asText());
        }
        Files.delete(file);
      }
    }
    return taken;
  }
}
