package dev.akvvm.waagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.waagent.TelemetryEvents.Event;
import dev.akvvm.waagent.TelemetryEvents.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what waagent takes; that it takes them is tested with the real one. */
final class TelemetryEventsTest {
  private static final Instant NOW = Instant.parse("2026-12-01T02:56:01.000000789Z");
  private static final Set<String> KEYS =
      Set.of(
          "Version",
          "Timestamp",
          "TaskName",
          "EventLevel",
          "Message",
          "EventPid",
          "EventTid",
          "OperationId");

  private final Path logs;
  private final Path folder;
  private final TelemetryEvents telemetry;

  TelemetryEventsTest(@TempDir Path logs) throws IOException {
    this.logs = logs;
    this.folder = Files.createDirectory(logs.resolve("events"));
    this.telemetry = new TelemetryEvents(folder, logs, "3.0.0");
  }

  @Test
  void write_events_oneFileAsWaagentTakesIt() throws Exception {
    telemetry.write(
        List.of(
            new Event(Level.Error, "Failing", "one\nline"),
            new Event(Level.Informational, "Recovered", "x".repeat(5000))),
        NOW);

    Path file = folder.resolve("1796093761000000789.json");
    assertEquals(List.of(file), list(folder));
    JsonNode events = JsonFiles.MAPPER.readTree(Files.readString(file));
    assertEquals(2, events.size());
    for (JsonNode event : events) {
      Set<String> keys = new TreeSet<>();
      event.fieldNames().forEachRemaining(keys::add);
      assertEquals(new TreeSet<>(KEYS), keys);
      assertTrue(event.properties().stream().allMatch(each -> each.getValue().isTextual()));
      assertTrue(event.toString().length() <= 6144);
      assertTrue(event.path("Message").asText().length() <= 3072);
    }
    assertEquals("Error", events.path(0).path("EventLevel").asText());
    assertEquals("one\\nline", events.path(0).path("Message").asText());
    assertEquals(NOW.toString(), events.path(0).path("Timestamp").asText());
    assertEquals("3.0.0", events.path(0).path("Version").asText());
    assertEquals(List.of(folder), list(logs), "nothing is left of writing it");
  }

  @Test
  void write_nobodyCollects_stopsAtSomePoint() throws Exception {
    for (int i = 0; i < 150; i++) {
      telemetry.write(List.of(new Event(Level.Warning, "Failing", "x")), NOW.plusSeconds(i));
    }
    assertEquals(100, list(folder).size());
  }

  @Test
  void write_folderIsGone_failsAndLeavesNothing() throws Exception {
    Files.delete(folder);
    assertThrows(
        IOException.class,
        () -> telemetry.write(List.of(new Event(Level.Warning, "Failing", "x")), NOW));
    assertEquals(List.of(), list(logs));
  }

  @Test
  void telemetry_noFolder_isNotWritten() {
    assertTrue(new HandlerEnvironment(logs, logs, logs, logs).telemetry("3.0.0").isEmpty());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
