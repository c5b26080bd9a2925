package dev.akvvm.waagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.akvvm.files.Access;
import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Telemetry that waagent collects from a folder every few minutes and sends to Azure: files with an
 * array of events each, all of which it removes whenever it looks.
 *
 * @param folder waagent's, for this handler
 * @param logFolder above which the file is written that is then moved there: waagent removes what
 *     does not look like a complete one
 * @param version of this extension
 */
public record TelemetryEvents(Path folder, Path logFolder, String version) {
  private static final String UNFINISHED = ".event";

  /** waagent drops events with a longer message, or cuts it. */
  private static final int LONGEST_MESSAGE = 3000;

  /** Nobody collects them: waagent takes 300 in a period, and has taken none for a long time. */
  private static final int MOST_FILES = 100;

  /** One for each process: it tells which events belong together. */
  private static final String OPERATION = UUID.randomUUID().toString();

  /** How much an event matters, in waagent's words. */
  public enum Level {
    /** Something to repair. */
    Error,
    /** Something to look at. */
    Warning,
    /** All is well. */
    Informational
  }

  /**
   * Something that happened.
   *
   * @param task what kind of thing, in a word
   * @param message one line, not empty, without secrets
   */
  public record Event(Level level, String task, String message) {}

  /**
   * Leaves events for waagent, in one file that is complete as soon as it is there.
   *
   * @throws IOException when they cannot be left, which harms nobody
   */
  public void write(List<Event> events, Instant now) throws IOException {
    ArrayNode all = JsonFiles.MAPPER.createArrayNode();
    for (Event event : events) {
      all.addObject()
          .put("Version", version)
          .put("Timestamp", now.toString())
          .put("TaskName", event.task())
          .put("EventLevel", event.level().name())
          .put("Message", cut(PrintableText.of(event.message())))
          .put("EventPid", Long.toString(ProcessHandle.current().pid()))
          .put("EventTid", Long.toString(Thread.currentThread().threadId()))
          .put("OperationId", OPERATION);
    }
    byte[] json = JsonFiles.MAPPER.writeValueAsString(all).getBytes(UTF_8);
    try (Directory collected = DurableFiles.open(folder);
        Directory own = DurableFiles.open(logFolder)) {
      if (collected.names().size() < MOST_FILES) {
        own.replace(UNFINISHED, json, Access.of(Modes.PRIVATE_FILE));
        own.move(UNFINISHED, collected, name(now));
      }
    }
  }

  /** Digits only, nanoseconds: the order in which waagent takes them. */
  private static String name(Instant now) {
    return now.getEpochSecond() + "%09d".formatted(now.getNano()) + ".json";
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : PrintableText.of(message.substring(0, LONGEST_MESSAGE)) + "...";
  }
}
