package dev.akvvm.parser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Unwraps settings: from strings that hold their JSON, however often escaped, from the guest
 * agent's envelope, and from what is around them in a template: the properties of a resource, or
 * all of it.
 */
final class EnvelopeUnwrapper {
  private static final String ENVELOPE = "runtimeSettings";
  private static final String SETTINGS = "secretsManagementSettings";

  private EnvelopeUnwrapper() {}

  /**
   * The settings inside, protected ones first, each with its place; none when they cannot be
   * reached, which is reported.
   */
  static List<Layer> open(Layer settings, Problems problems) {
    if (settings.isUnset()) {
      return List.of();
    }
    if (settings.value().isTextual()) {
      String text = settings.value().textValue();
      try {
        return open(settings.holding(JsonText.parseEscaped(text)), problems);
      } catch (JsonProcessingException e) {
        problems.error(
            settings.pointer(), "a string that should hold JSON: " + JsonText.problem(e, text));
        return List.of();
      }
    }
    JsonNode value = settings.value();
    if (value.has(ENVELOPE)) {
      Layer inside = settings.child(ENVELOPE).element(0).child("handlerSettings");
      return openBoth(inside, "publicSettings", problems);
    }
    if (value.has(SETTINGS)) {
      return List.of(settings);
    }
    if (value.path("properties").has("settings")) {
      return openBoth(settings.child("properties"), "settings", problems);
    }
    if (value.has("settings")) {
      return openBoth(settings, "settings", problems);
    }
    if (value.path("resources").isContainerNode()) {
      problems.error(
          settings.child("resources").pointer(),
          "a whole template: give one resource of it, or its properties.settings");
      return List.of();
    }
    return List.of(settings);
  }

  private static List<Layer> openBoth(Layer around, String name, Problems problems) {
    List<Layer> secret = openProtected(around.child("protectedSettings"), problems);
    List<Layer> open = open(around.child(name), problems);
    if (open.isEmpty() && secret.isEmpty() && problems.errors() == 0) {
      problems.error(
          around.child(name).pointer(),
          "missing: expected an object with secretsManagementSettings");
    }
    return Stream.concat(secret.stream(), open.stream()).toList();
  }

  /** Encrypted for a machine they are text; written by hand they may be an object. */
  private static List<Layer> openProtected(Layer settings, Problems problems) {
    JsonNode value = settings.value();
    if (value.isObject()) {
      return open(new Layer(value, settings.pointer(), false), problems);
    }
    if (!settings.isUnset()) {
      problems.warning(
          settings.pointer(),
          "encrypted, so not checked here; what only they hold counts as missing");
    }
    return List.of();
  }
}
