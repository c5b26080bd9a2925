package dev.akvvm.agent;

import dev.akvvm.files.IoReason;
import dev.akvvm.report.EventReporter;
import dev.akvvm.report.LogReporter;
import dev.akvvm.report.MetricsReporter;
import dev.akvvm.report.StatusReporter;
import dev.akvvm.report.SystemdStatusLine;
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
    StatusReporter status,
    LogReporter log,
    EventReporter events,
    Optional<MetricsReporter> metrics,
    ServiceNotifier service,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("Service");

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
    tellStatus(pass);
    events.report(pass);
    metrics.ifPresent(reporter -> reporter.report(pass, nextDue, took));
    service.status(SystemdStatusLine.of(pass, nextDue, clock.instant()));
  }

  void tellStatus(PassReport pass) {
    try {
      status.report(pass);
    } catch (IOException e) {
      LOG.error("cannot write the status: {}", IoReason.of(e));
    }
  }
}
