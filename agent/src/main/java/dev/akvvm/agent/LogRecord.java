package dev.akvvm.agent;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.akvvm.text.PrintableText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** One event as names and values, for programs. */
final class LogRecord {
  /** A receiver may drop what is much longer. */
  private static final int LONGEST_VALUE = 16 * 1024;

  private LogRecord() {}

  /**
   * What a line of the log has, cleaned like it: message, level, logger, the event's own keys, and
   * the stack trace where there is one.
   */
  static Map<String, String> of(ILoggingEvent event) {
    Map<String, String> record = new LinkedHashMap<>();
    record.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    record.put("logger", event.getLoggerName());
    record.put("message", value(event.getFormattedMessage()));
    for (KeyValuePair pair : Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of())) {
      record.put(pair.key, value(String.valueOf(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      record.put(
          "trace",
          PrintableText.indented(
              shortened(ThrowableProxyUtil.asString(event.getThrowableProxy()))));
    }
    return record;
  }

  private static String value(String text) {
    return PrintableText.of(shortened(text));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }
}
