package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

final class LogLineTest {
  @Test
  void doLayout_event_looksLikeMicrosofts() {
    assertEquals(
        "2023-05-16 19:49:22: <info> [CertificateManager] Beginning refresh for: x\n",
        new LogLine().doLayout(event("Beginning refresh for: x", null)));
  }

  @Test
  void doLayout_keysAndValues_areAtTheEnd() {
    LoggingEvent event = event("a", null);
    event.addKeyValuePair(new KeyValuePair("vault", "contoso"));
    event.addKeyValuePair(new KeyValuePair("result", "no \"way\""));
    assertEquals(
        "2023-05-16 19:49:22: <info> [CertificateManager] a vault=contoso"
            + " result=\"no \\\"way\\\"\"\n",
        new LogLine().doLayout(event));
  }

  @ParameterizedTest
  @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
  void journal_event_hasItsPriorityAndNeitherTimeNorTrace(String level, int priority) {
    LoggingEvent event =
        event(Level.toLevel(level), "a\r\n<0>b", new IllegalStateException("trace"));
    event.addKeyValuePair(new KeyValuePair("vault", "contoso"));
    assertEquals(
        "<" + priority + ">[CertificateManager] a\\r\\n<0>b vault=contoso\n",
        new JournalLine().doLayout(event));
  }

  @Test
  void doLayout_traceInTheFile_followsIndentedAsText() {
    List<String> lines =
        new LogLine()
            .doLayout(event("a", new IllegalStateException("trace\u001b[2J\n2026-01-01: fake")))
            .lines()
            .toList();

    assertEquals("2023-05-16 19:49:22: <info> [CertificateManager] a", lines.getFirst());
    assertEquals("  java.lang.IllegalStateException: trace\\u001b[2J", lines.get(1));
    assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("  ")), lines.toString());
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("  at " + getClass().getName())),
        lines.toString());
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

  @Test
  void json_event_isAnObjectOnALineWithAllItsParts() throws Exception {
    LoggingEvent event = event("a\u001b\u202e \"b\"", new IllegalStateException("trace"));
    event.addKeyValuePair(new KeyValuePair("vault", "contoso"));
    String line = new JsonLine().doLayout(event);

    assertEquals(line.length() - 1, line.indexOf('\n'));
    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals("2023-05-16T19:49:22Z", json.path("time").asText());
    assertEquals("info", json.path("level").asText());
    assertEquals("CertificateManager", json.path("logger").asText());
    assertEquals("a\\u001b\\u202e \"b\"", json.path("message").asText());
    assertEquals("contoso", json.path("vault").asText());
    assertTrue(
        json.path("trace").asText().startsWith("  java.lang.IllegalStateException: trace\n"));
  }

  private static LoggingEvent event(String message, @Nullable Throwable failure) {
    return event(Level.INFO, message, failure);
  }

  private static LoggingEvent event(Level level, String message, @Nullable Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(
            "", new LoggerContext().getLogger("CertificateManager"), level, message, failure, null);
    event.setInstant(Instant.parse("2023-05-16T19:49:22Z"));
    return event;
  }
}
