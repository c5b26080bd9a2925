package dev.akvvm.parser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One value of the settings together with its place, read forgivingly: templates hold strings where
 * numbers and booleans are meant, and null or "" where nothing is.
 */
final class Field {
  private final JsonNode value;
  private final String pointer;
  private final Problems problems;

  Field(JsonNode value, String pointer, Problems problems) {
    this.value = value;
    this.pointer = pointer;
    this.problems = problems;
  }

  String pointer() {
    return pointer;
  }

  /** Missing, null, or blank text. */
  boolean isUnset() {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isBlank());
  }

  /** True when this is an object; whatever else it is, the caller reports. */
  boolean holdsMembers() {
    return value.isObject();
  }

  boolean isText() {
    return value.isTextual();
  }

  Field child(String key) {
    return new Field(value.path(key), pointerTo(key), problems);
  }

  /** RFC 6901: "~" and "/" of a key are escaped. */
  private String pointerTo(String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /** True when this is an object; anything else but "not set" is a problem. */
  boolean isObject() {
    if (!value.isObject() && !isUnset()) {
      error("expected an object, found " + found());
    }
    return value.isObject();
  }

  /** Reports members whose name means nothing, with the nearest name that does. */
  void warnOfUnknownKeys(Set<String> known) {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (!known.contains(member.getKey())) {
        String hint =
            NearMiss.of(member.getKey(), known).map(k -> "; did you mean " + k + "?").orElse("");
        problems.warning(pointerTo(member.getKey()), "unknown key, ignored" + hint);
      }
    }
  }

  Optional<String> text() {
    if (isUnset()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      error("expected a string, found " + found());
      return Optional.empty();
    }
    return Optional.of(value.textValue().strip());
  }

  boolean flag(boolean otherwise) {
    if (isUnset()) {
      return otherwise;
    }
    String word = value.asText().strip();
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(word);
    }
    error("expected true or false, found " + found());
    return otherwise;
  }

  /** A whole positive number that fits an int, as a number or as a string. */
  Optional<Integer> positiveNumber() {
    if (isUnset()) {
      return Optional.empty();
    }
    try {
      int number = new BigDecimal(value.asText().strip()).intValueExact();
      if (number > 0) {
        return Optional.of(number);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // told below, together with zero and negative numbers
    }
    error("expected a positive whole number, found " + found());
    return Optional.empty();
  }

  /** The elements of an array; one value that is no array counts as an array of one. */
  List<Field> elements() {
    List<Field> elements = new ArrayList<>();
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        elements.add(new Field(value.get(i), pointer + "/" + i, problems));
      }
    } else if (!isUnset()) {
      elements.add(this);
    }
    return elements;
  }

  /** A text seen as an object with that text under {@code key}: entries are given in both forms. */
  Field asObjectWith(String key) {
    return new Field(JsonNodeFactory.instance.objectNode().set(key, value), pointer, problems);
  }

  void error(String message) {
    problems.error(pointer, message);
  }

  void warning(String message) {
    problems.warning(pointer, message);
  }

  /** What stands there, for a message. */
  String found() {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "\"" + shortened(value.textValue()) + "\"";
      case MISSING, NULL -> "nothing";
      default -> shortened(value.asText());
    };
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
