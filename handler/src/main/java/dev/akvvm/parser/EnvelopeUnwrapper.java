package dev.akvvm.parser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Unwraps settings: from strings that hold their JSON, however often escaped, and from the guest
 * agent's envelope.
 */
final class EnvelopeUnwrapper {
  private static final String ENVELOPE = "runtimeSettings";

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
    return settings.value().has(ENVELOPE) ? openEnvelope(settings, problems) : List.of(settings);
  }

  private static List<Layer> openEnvelope(Layer envelope, Problems problems) {
    Layer inside = envelope.child(ENVELOPE).element(0).child("handlerSettings");
    List<Layer> secret = openProtected(inside.child("protectedSettings"), problems);
    List<Layer> open = open(inside.child("publicSettings"), problems);
    if (open.isEmpty() && secret.isEmpty() && problems.errors() == 0) {
      problems.error(
          inside.child("publicSettings").pointer(),
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
