package dev.akvvm.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The lines that go to drive.py and come from it; their form is described there. */
final class Wire {
  private final ObjectMapper json = new ObjectMapper();

  String command(String name) {
    return json.createObjectNode().put("do", name).toString();
  }

  /** Packages by name and version: paths in the machine. */
  String goal(Map<String, Map<String, String>> packages, List<Extension> extensions) {
    ObjectNode goal = json.createObjectNode().put("do", "goal");
    goal.set("packages", json.valueToTree(packages));
    ArrayNode list = goal.putArray("extensions");
    extensions.forEach(extension -> list.add(extension(extension)));
    return goal.toString();
  }

  private ObjectNode extension(Extension extension) {
    ObjectNode node =
        json.createObjectNode()
            .put("name", extension.name())
            .put("version", extension.version())
            .put("seq", extension.sequence())
            .put("state", extension.state().name().toLowerCase(Locale.ROOT))
            .put("level", extension.level());
    extension.settings().ifPresent(settings -> node.set("settings", parse(settings)));
    extension.protectedSettings().ifPresent(settings -> node.set("protected", parse(settings)));
    return node;
  }

  /**
   * Reads an answer.
   *
   * @throws IllegalStateException if it tells of an error
   */
  Report report(String line) {
    JsonNode answer = parse(line);
    if (answer.has("error")) {
      throw new IllegalStateException(text(answer, "error"));
    }
    return new Report(
        list(answer.path("commands"), Wire::readCommand),
        answer.path("uploaded").booleanValue(),
        list(answer.path("handlers"), Wire::readHandler),
        list(answer.path("log"), JsonNode::asText),
        list(answer.path("events"), Wire::readEvent));
  }

  private JsonNode parse(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + text, e);
    }
  }

  private static Report.Command readCommand(JsonNode node) {
    // The directory's name: a handler's name holds no dash, a version may.
    String[] directory = text(node, "handler").split("-", 2);
    return new Report.Command(
        directory[0],
        directory[1],
        text(node, "operation"),
        node.path("exitCode").asInt(),
        Duration.ofMillis(Math.round(node.path("seconds").asDouble() * 1000)),
        text(node, "output"));
  }

  private static Report.Handler readHandler(JsonNode node) {
    JsonNode extension = node.path("extension");
    return new Report.Handler(
        text(node, "name"),
        text(node, "version"),
        text(node, "status"),
        node.path("code").asInt(),
        text(node, "message"),
        extension.isObject() ? Optional.of(readStatus(extension)) : Optional.empty());
  }

  private static Report.Status readStatus(JsonNode node) {
    return new Report.Status(
        node.path("sequence").asInt(),
        text(node, "operation"),
        text(node, "status"),
        node.path("code").asInt(),
        text(node, "message"),
        list(node.path("substatus"), Wire::readSubstatus));
  }

  private static Report.Substatus readSubstatus(JsonNode node) {
    return new Report.Substatus(
        text(node, "name"), text(node, "status"), node.path("code").asInt(), text(node, "message"));
  }

  private static Map<String, String> readEvent(JsonNode node) {
    Map<String, String> event = new LinkedHashMap<>();
    node.properties().forEach(field -> event.put(field.getKey(), field.getValue().asText()));
    return Map.copyOf(event);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(reader.apply(node)));
    return all;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
