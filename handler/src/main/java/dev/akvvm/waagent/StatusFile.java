package dev.akvvm.waagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code status/N.status} as waagent reads it: every few seconds, for ever; if a file breaks its
 * rules, nothing is reported for the whole VM (an array, known values, under 128 Ki characters).
 */
public final class StatusFile {
  /** Microsoft's extension reports every state under this operation; templates look for it. */
  private static final String OPERATION = "Service start.";

  private static final String SUFFIX = ".status";
  private static final String NAME = "KeyVaultForLinux";
  private static final int MAX_MESSAGE = 1000;

  /** Longer than any vault name and certificate name together. */
  private static final int MAX_NAME = 200;

  /** Less than half of what waagent accepts, because JSON may escape every character. */
  private static final int MAX_TOTAL = 60 * 1024;

  /** A generous size for the JSON around a substatus. */
  private static final int AROUND = 100;

  private final Path path;

  /** The status file of one sequence number. */
  public StatusFile(Path statusFolder, SequenceNumber number) {
    this.path = statusFolder.resolve(number + SUFFIX);
  }

  /**
   * All status files of a handler, whoever wrote them.
   *
   * @throws IOException when their folder cannot be read
   */
  public static List<Path> all(HandlerEnvironment environment) throws IOException {
    return DurableFiles.named(name -> name.endsWith(SUFFIX), environment.statusFolder());
  }

  /** The file, for messages. */
  public Path path() {
    return path;
  }

  /**
   * Writes the report, unless the file says the same already.
   *
   * @throws IOException when it cannot be written; the file is then what it was
   */
  public void write(StatusReport report) throws IOException {
    StatusReport bounded = bounded(report);
    if (!read().equals(Optional.of(bounded))) {
      byte[] json = JsonFiles.MAPPER.writeValueAsString(toJson(bounded)).getBytes(UTF_8);
      DurableFiles.replace(path, json, Modes.PRIVATE_FILE);
    }
  }

  /** What the file says; empty when it is missing or not one of ours. */
  public Optional<StatusReport> read() {
    try {
      return Optional.of(fromJson(JsonFiles.read(path).path(0).path("status")));
    } catch (UnusableFileException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static StatusReport bounded(StatusReport report) {
    List<Substatus> kept = new ArrayList<>();
    int total = 0;
    for (Substatus substatus : report.substatuses()) {
      Substatus cut =
          new Substatus(
              cut(substatus.name(), MAX_NAME),
              substatus.level(),
              cut(substatus.message(), MAX_MESSAGE));
      total += cut.name().length() + cut.message().length() + AROUND;
      if (total > MAX_TOTAL) {
        int left = report.substatuses().size() - kept.size();
        kept.add(
            new Substatus("more", StatusLevel.WARNING, left + " more certificates: see the log"));
        break;
      }
      kept.add(cut);
    }
    return new StatusReport(
        report.level(),
        report.code(),
        cut(report.message(), MAX_MESSAGE),
        report.appliedAt(),
        kept);
  }

  /** One line, in which JSON escapes only quotation marks and backslashes. */
  private static String cut(String text, int limit) {
    String line = PrintableText.of(text);
    return line.length() <= limit ? line : whole(line.substring(0, limit - 3)) + "...";
  }

  /** Drops the first half of a character that was cut in two. */
  private static String whole(String text) {
    return Character.isHighSurrogate(text.charAt(text.length() - 1))
        ? text.substring(0, text.length() - 1)
        : text;
  }

  private static ArrayNode toJson(StatusReport report) {
    ObjectNode status = JsonFiles.MAPPER.createObjectNode();
    status.put("name", NAME);
    status.put("operation", OPERATION);
    status.put("configurationAppliedTime", report.appliedAt().toString());
    status.put("status", word(report.level()));
    status.put("code", report.code());
    putMessage(status, report.message());
    ArrayNode substatuses = status.putArray("substatus");
    for (Substatus substatus : report.substatuses()) {
      ObjectNode node = substatuses.addObject();
      node.put("name", substatus.name());
      node.put("status", word(substatus.level()));
      node.put("code", 0);
      putMessage(node, substatus.message());
    }
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("version", "1.0");
    root.put("timestampUTC", report.appliedAt().toString());
    root.set("status", status);
    return JsonFiles.MAPPER.createArrayNode().add(root);
  }

  private static void putMessage(ObjectNode node, String message) {
    node.putObject("formattedMessage").put("lang", "en-US").put("message", message);
  }

  private static StatusReport fromJson(JsonNode status) {
    List<Substatus> substatuses = new ArrayList<>();
    for (JsonNode node : status.path("substatus")) {
      substatuses.add(new Substatus(node.path("name").asText(), level(node), message(node)));
    }
    return new StatusReport(
        level(status),
        status.path("code").asInt(),
        message(status),
        Instant.parse(status.path("configurationAppliedTime").asText()),
        substatuses);
  }

  private static String message(JsonNode node) {
    return node.path("formattedMessage").path("message").asText();
  }

  private static String word(StatusLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static StatusLevel level(JsonNode node) {
    String word = node.path("status").asText();
    return Arrays.stream(StatusLevel.values())
        .filter(level -> word(level).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no status: " + word));
  }
}
