package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.report.EventReporter;
import dev.akvvm.report.LogReporter;
import dev.akvvm.report.MetricsReporter;
import dev.akvvm.report.StatusReporter;
import dev.akvvm.report.SummaryReporter;
import dev.akvvm.report.SystemdStatusLine;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.sync.PassReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that report a pass; one that fails does not stop the others. */
record Reporters(
    ExtensionSettings settings,
    SummaryReporter summary,
    StatusReporter status,
    LogReporter log,
    EventReporter events,
    Optional<MetricsReporter> metrics,
    ServiceNotifier service,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("Service");

  /** Tells what is known before the first pass. */
  void tellBeginning(PassReport known, Instant nextDue) {
    tellSummary(known, nextDue);
    tellStatus(known);
  }

  /**
   * A pass begins.
   *
   * @param before what is known until it has ended
   */
  void begin(PassReport before) {
    service.status(SystemdStatusLine.polling(before, clock.instant()));
  }

  /**
   * A pass has ended.
   *
   * @param took how long it took
   */
  void tell(PassReport pass, Instant nextDue, Duration took) {
    log.report(pass);
    tellSummary(pass, nextDue);
    tellStatus(pass);
    events.report(pass);
    metrics.ifPresent(reporter -> reporter.report(pass, nextDue, took));
    service.status(SystemdStatusLine.of(pass, nextDue, clock.instant()));
  }

  /** First of what is read by those who wait for the status. */
  private void tellSummary(PassReport pass, Instant nextDue) {
    try {
      summary.report(pass, settings, nextDue);
    } catch (IOException e) {
      LOG.error("cannot write what akvvm status shows: {}", IoReason.of(e));
    }
  }

  private void tellStatus(PassReport pass) {
    try {
      status.report(pass);
    } catch (IOException e) {
      LOG.error("cannot write the status: {}", IoReason.of(e));
    }
  }
}
