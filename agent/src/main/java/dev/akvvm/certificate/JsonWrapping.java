package dev.akvvm.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value inside JSON: a string, or the object that Azure's compute services wanted certificates
 * stored as - {@code data}, {@code dataType} and {@code password} - or the one in which Azure's
 * command line shows a secret. {@code dataType} is not needed: the data says what it is.
 *
 * @param content what it wraps
 * @param password the password that opens it, if it came along
 */
record JsonWrapping(String content, Optional<String> password) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty when the text is something else. */
  static Optional<JsonWrapping> parse(String text) {
    if (!text.startsWith("{") && !text.startsWith("\"")) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(text.startsWith("{\\") ? Escapes.resolve(text) : text);
      if (node.isTextual()) {
        return Optional.of(new JsonWrapping(node.asText(), Optional.empty()));
      }
      return List.of("data", "value").stream()
          .flatMap(name -> member(node, name).stream())
          .findFirst()
          .map(data -> new JsonWrapping(data, member(node, "password")));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** .NET writes names in either case. */
  private static Optional<String> member(JsonNode object, String name) {
    return object.properties().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst();
  }

  @Override
  public String toString() {
    return "JsonWrapping[hidden]";
  }
}
