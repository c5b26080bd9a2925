package dev.akvvm.agent;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event, one line, in the form of Microsoft's extension: {@code 2023-05-16 19:49:22: <info>
 * [CertificateManager] ...}, in UTC. Stack traces are left out.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String doLayout(ILoggingEvent event) {
    String level = event.getLevel().toString().toLowerCase(Locale.ROOT);
    String message = event.getFormattedMessage().replaceAll("\\s*\\R\\s*", " ");
    return "%s: <%s> [%s] %s%n"
        .formatted(
            TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
            level,
            event.getLoggerName(),
            message);
  }
}
