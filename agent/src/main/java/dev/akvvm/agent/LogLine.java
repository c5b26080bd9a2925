package dev.akvvm.agent;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.akvvm.text.PrintableText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event, one line, in the form of Microsoft's extension: {@code 2023-05-16 19:49:22: <info>
 * [CertificateManager] ...}, in UTC. What a line has from outside can neither begin another nor
 * disguise it. In the file a stack trace follows, indented; elsewhere it is left out.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final boolean hasTraces;

  /**
   * @param hasTraces whether what is logged of an exception is its stack trace, too
   */
  LogLine(boolean hasTraces) {
    this.hasTraces = hasTraces;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String level = event.getLevel().toString().toLowerCase(Locale.ROOT);
    String line =
        "%s: <%s> [%s] %s"
            .formatted(
                TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
                level,
                event.getLoggerName(),
                event.getFormattedMessage());
    return PrintableText.of(line) + "\n" + trace(event);
  }

  private String trace(ILoggingEvent event) {
    return hasTraces && event.getThrowableProxy() != null
        ? PrintableText.indented(ThrowableProxyUtil.asString(event.getThrowableProxy()))
        : "";
  }
}
