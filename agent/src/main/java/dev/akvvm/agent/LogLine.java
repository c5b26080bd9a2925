package dev.akvvm.agent;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.akvvm.text.PrintableText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One event, one line, in the form of Microsoft's extension: {@code 2023-05-16 19:49:22: <info>
 * [CertificateManager] ...}, in UTC, with the event's keys and values at its end. Text from outside
 * can neither begin another line nor disguise this one. A stack trace follows, indented.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String doLayout(ILoggingEvent event) {
    String level = event.getLevel().toString().toLowerCase(Locale.ROOT);
    String line =
        "%s: <%s> %s"
            .formatted(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())), level, text(event));
    return line + "\n" + trace(event);
  }

  /** What is behind time and level, on one line. */
  static String text(ILoggingEvent event) {
    return PrintableText.of(
        "[%s] %s%s".formatted(event.getLoggerName(), event.getFormattedMessage(), pairs(event)));
  }

  /** What a line is about, for searching: a value with blanks is quoted. */
  private static String pairs(ILoggingEvent event) {
    return Optional.ofNullable(event.getKeyValuePairs()).stream()
        .flatMap(List::stream)
        .map(pair -> " " + pair.key + "=" + quoted(String.valueOf(pair.value)))
        .collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return value.matches("[^\\s\"]+") ? value : "\"" + value.replace("\"", "\\\"") + "\"";
  }

  private static String trace(ILoggingEvent event) {
    return event.getThrowableProxy() != null
        ? PrintableText.indented(ThrowableProxyUtil.asString(event.getThrowableProxy()))
        : "";
  }
}
