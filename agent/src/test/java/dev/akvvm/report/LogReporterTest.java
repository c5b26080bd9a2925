package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PassReport.Streak;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogReporterTest {
  private static final Instant NOW = Instant.parse("2026-12-01T02:57:04Z");
  private static final Instant SINCE = Instant.parse("2026-12-01T02:56:01Z");
  private static final ObservedCertificate WEB =
      Observed.certificate("contoso", "web", Path.of("/etc/certs"));
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("CertificateManager");

  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final LogReporter reporter = new LogReporter(Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void listen() {
    events.start();
    LOGGER.setLevel(Level.INFO);
    LOGGER.setAdditive(false);
    LOGGER.addAppender(events);
  }

  @AfterEach
  void stop() {
    LOGGER.detachAppender(events);
    LOGGER.setAdditive(true);
    LOGGER.setLevel(null);
  }

  @Test
  void report_firstFailure_isSaidPlainly() {
    report(failed(), Optional.of(new Streak(1, NOW)));
    assertEquals(List.of("WARN contoso/web: failed: no; not installed yet"), lines());
  }

  @Test
  void report_furtherFailures_sayForHowLong() {
    report(failed(), Optional.of(new Streak(5, SINCE)));
    report(failed(), Optional.of(new Streak(6, SINCE)));
    assertEquals(
        List.of(
            "WARN contoso/web: still failing, try 5, since 2026-12-01T02:56:01Z: no; not installed"
                + " yet",
            "WARN contoso/web: still failing, try 6, since 2026-12-01T02:56:01Z: no; not installed"
                + " yet"),
        lines());
  }

  @Test
  void report_success_saysAfterWhatTimeItWorksAgain() {
    report(failed(), Optional.of(new Streak(5, SINCE)));
    report(installed(), Optional.of(new Streak(5, SINCE)));
    assertEquals(
        "INFO contoso/web: works again after 63 s: installed version ",
        lines().getLast().substring(0, 60));
  }

  @Test
  void report_successAsEver_saysNothingOfThat() {
    report(installed(), Optional.empty());
    assertEquals("INFO contoso/web: installed version ", lines().getFirst().substring(0, 36));
  }

  private void report(CertificateState state, Optional<Streak> streak) {
    reporter.report(
        new PassReport(
            Map.of(WEB, state),
            Set.of(WEB),
            streak.map(known -> Map.of(WEB, known)).orElse(Map.of())));
  }

  private static CertificateState failed() {
    return CertificateState.of(
        Optional.empty(),
        new Outcome.Failed(
            new Failure(
                Failure.Kind.NEEDS_OPERATOR,
                "no",
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private static CertificateState installed() {
    return CertificateState.of(
        Optional.of(
            new InstalledCertificate(
                "0".repeat(32),
                Path.of("/etc/certs/web"),
                SINCE,
                NOW.plusSeconds(3600),
                List.of())),
        new Outcome.Installed());
  }

  private List<String> lines() {
    return events.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
