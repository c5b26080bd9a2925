package dev.akvvm.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.text.PrintableText;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of one step.
 *
 * @param step the name of the step, such as {@code token}; never varies
 * @param result how it stands
 * @param message one line: what was found, and what to do if something is wrong; never a secret
 */
public record Finding(String step, Result result, String message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps the message to its line. */
  public Finding {
    message = PrintableText.of(message);
  }

  /** How a step stands. */
  public enum Result {
    /** Well. */
    OK,
    /** Works, but is worth knowing. */
    NOTE,
    /** Does not work; the message says what to do. */
    FIX,
    /** Could not be tried, because a step before it does not work. */
    SKIPPED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It is well. */
  public static Finding ok(String step, String message) {
    return new Finding(step, Result.OK, message);
  }

  /** It works, but is worth knowing. */
  public static Finding note(String step, String message) {
    return new Finding(step, Result.NOTE, message);
  }

  /** It does not work. */
  public static Finding fix(String step, String message) {
    return new Finding(step, Result.FIX, message);
  }

  /** It could not be tried. */
  public static Finding skipped(String step, String message) {
    return new Finding(step, Result.SKIPPED, message);
  }

  /** As a JSON object, to be shown or to be handed to another process. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("step", step)
        .put("result", result.toString())
        .put("message", message);
  }

  /** Reads a line that another process wrote; empty when it is none of its findings. */
  public static Optional<Finding> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      String result = node.path("result").asText("").toUpperCase(Locale.ROOT);
      return node.path("step").isTextual()
          ? Optional.of(
              new Finding(
                  node.path("step").asText(),
                  Result.valueOf(result),
                  node.path("message").asText()))
          : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "%-7s %s: %s".formatted(result, step, message);
  }
}
