package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogLineTest {
  @Test
  void doLayout_event_looksLikeMicrosofts() {
    assertEquals(
        "2023-05-16 19:49:22: <info> [CertificateManager] Beginning refresh for: x\n",
        new LogLine().doLayout(event("Beginning refresh for: x", null)));
  }

  @Test
  void doLayout_severalLinesAndATrace_isOneLine() {
    assertEquals(
        "2023-05-16 19:49:22: <info> [CertificateManager] a\\r\\n  b\n",
        new LogLine().doLayout(event("a\r\n  b", new IllegalStateException("trace"))));
  }

  @Test
  void doLayout_fakeLineAndCommandsToTheTerminal_areShownAsWhatTheyAre() {
    assertEquals(
        "2023-05-16 19:49:22: <info> [CertificateManager] a\\n2026-01-01 00:00:00: <info> [Service]"
            + " all is well\\u001b[1A\\u202e\n",
        new LogLine()
            .doLayout(
                event(
                    "a\n2026-01-01 00:00:00: <info> [Service] all is well\u001b[1A\u202e", null)));
  }

  private static LoggingEvent event(String message, @Nullable Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(
            "",
            new LoggerContext().getLogger("CertificateManager"),
            Level.INFO,
            message,
            failure,
            null);
    event.setInstant(Instant.parse("2023-05-16T19:49:22Z"));
    return event;
  }
}
