package dev.akvvm.parser;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One value of one document of settings, with its place.
 *
 * @param pointer JSON pointer (RFC 6901) to the value, even if there is none
 * @param quotable false for protected settings, whose values no message may show
 */
record Layer(JsonNode value, String pointer, boolean quotable) {
  /** Missing, null, or blank text. */
  boolean isUnset() {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isBlank());
  }

  /** The value of a key; "~" and "/" in a key are escaped in the pointer. */
  Layer child(String key) {
    String name = key.replace("~", "~0").replace("/", "~1");
    return new Layer(value.path(key), pointer + "/" + name, quotable);
  }

  Layer element(int index) {
    return new Layer(value.path(index), pointer + "/" + index, quotable);
  }

  Layer hidden() {
    return new Layer(value, pointer, false);
  }

  Layer holding(JsonNode other) {
    return new Layer(other, pointer, quotable);
  }
}
