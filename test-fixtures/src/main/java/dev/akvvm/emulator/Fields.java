package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a JSON object from outside. Each error is an IllegalArgumentException that names
 * the field.
 */
final class Fields {
  private final ObjectNode object;

  /** Takes an object that may have these fields and no others. */
  Fields(ObjectNode object, String... known) {
    this.object = object;
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!List.of(known).contains(name)) {
        throw new IllegalArgumentException(
            "unknown field '%s'; known are %s".formatted(name, String.join(", ", known)));
      }
    }
  }

  static Fields of(Request request, String... known) {
    return new Fields(Json.readObject(request.body()), known);
  }

  Optional<String> text(String name) {
    return field(name).map(node -> checked(name, "a string", node.isTextual(), node).asText());
  }

  Optional<Long> number(String name) {
    return field(name)
        .map(
            node ->
                checked(
                        name,
                        "a whole number",
                        node.isIntegralNumber() && node.canConvertToLong(),
                        node)
                    .asLong());
  }

  Optional<Integer> integer(String name) {
    return field(name).map(node -> checked(name, "a whole number", node.isInt(), node).asInt());
  }

  Optional<Boolean> bool(String name) {
    return field(name)
        .map(node -> checked(name, "true or false", node.isBoolean(), node).asBoolean());
  }

  Optional<JsonNode> array(String name) {
    return field(name).map(node -> checked(name, "an array", node.isArray(), node));
  }

  String required(String name) {
    return text(name)
        .orElseThrow(() -> new IllegalArgumentException("the field '" + name + "' is missing"));
  }

  private Optional<JsonNode> field(String name) {
    return Optional.ofNullable(object.get(name));
  }

  private static JsonNode checked(String name, String what, boolean fits, JsonNode node) {
    if (!fits) {
      throw new IllegalArgumentException("%s must be %s, not %s".formatted(name, what, node));
    }
    return node;
  }
}
