package dev.akvvm.report;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps metrics from being written, in two passes of one process. */
public final class ProvokedMetricsFailures {
  private ProvokedMetricsFailures() {}

  /** What is logged. */
  public static List<String> all(Path folder) throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger("Service");
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.WARN);
    logger.addAppender(events);
    try {
      Clock clock = Clock.systemUTC();
      MetricsReporter reporter =
          MetricsReporter.open(
              folder.resolve("missing/akvvm.prom"), folder.resolve("state"), "3.0.0", clock);
      for (int i = 0; i < 2; i++) {
        reporter.report(
            MetricsReporterTest.everything(), clock.instant().plusSeconds(3600), Duration.ZERO);
      }
    } finally {
      logger.detachAppender(events);
      logger.setLevel(before);
    }
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
