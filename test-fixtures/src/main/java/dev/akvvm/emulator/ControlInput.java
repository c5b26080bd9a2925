package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the control API's bodies mean. Each error is an IllegalArgumentException with one line for
 * the caller.
 */
final class ControlInput {
  private ControlInput() {}

  static CertificateSpec spec(Request request, String name) {
    Fields fields =
        Fields.of(
            request,
            "commonName",
            "keyType",
            "contentType",
            "chainLength",
            "chainOrder",
            "notBeforeSeconds",
            "validitySeconds",
            "exportable");
    CertificateSpec usual =
        CertificateSpec.of(fields.text("commonName").orElse(name + ".example.com"));
    return new CertificateSpec(
        usual.commonName(),
        fields.text("keyType").map(KeyType::of).orElse(usual.keyType()),
        fields.text("contentType").map(BundleFormat::of).orElse(usual.format()),
        fields.integer("chainLength").orElse(usual.chainLength()),
        fields
            .text("chainOrder")
            .map(word -> constant("chainOrder", ChainOrder.values(), word))
            .orElse(usual.order()),
        fields.integer("notBeforeSeconds").map(Duration::ofSeconds).orElse(usual.notBefore()),
        fields.integer("validitySeconds").map(Duration::ofSeconds).orElse(usual.validity()),
        fields.bool("exportable").orElse(usual.exportable()));
  }

  static Denial denial(String word) {
    return constant("kind", Denial.values(), word);
  }

  static Application application(Request request) {
    Fields fields = Fields.of(request, "clientId", "secret", "certificate", "subject");
    return new Application(
        Application.TENANT,
        fields.required("clientId"),
        fields.text("secret"),
        fields.text("certificate"),
        fields.text("subject"));
  }

  static Fault fault(Request request) {
    Fields fields =
        Fields.of(
            request,
            "listener",
            "path",
            "times",
            "effect",
            "status",
            "body",
            "retryAfterSeconds",
            "milliseconds",
            "location");
    return new Fault(
        constant("listener", Listener.values(), fields.required("listener")),
        Pattern.compile(fields.text("path").orElse("")),
        fields.integer("times").map(OptionalInt::of).orElse(OptionalInt.empty()),
        effect(fields));
  }

  private static Effect effect(Fields fields) {
    Optional<Duration> time = fields.integer("milliseconds").map(Duration::ofMillis);
    return switch (fields.required("effect")) {
      case "status" ->
          new Effect.Status(
              fields
                  .integer("status")
                  .orElseThrow(() -> new IllegalArgumentException("the field 'status' is missing")),
              fields.text("body").orElse(""),
              fields.integer("retryAfterSeconds").map(Duration::ofSeconds));
      case "delay" ->
          new Effect.Delay(
              time.orElseThrow(
                  () -> new IllegalArgumentException("the field 'milliseconds' is missing")));
      case "drip" ->
          new Effect.Drip(
              time.orElseThrow(
                  () -> new IllegalArgumentException("the field 'milliseconds' is missing")));
      case "hang" -> new Effect.Hang(time);
      case "drop" -> new Effect.Drop();
      case "truncate" -> new Effect.Truncate();
      case "malformed" -> new Effect.Malformed();
      case "html" -> new Effect.Html();
      case "redirect" -> new Effect.Redirect(fields.required("location"));
      default ->
          throw new IllegalArgumentException(
              "effect must be status, delay, hang, drop, drip, truncate, malformed, html or"
                  + " redirect, not "
                  + fields.required("effect"));
    };
  }

  static Identities identities(Request request) {
    Fields fields = Fields.of(request, "systemAssigned", "userAssigned");
    Identities identities =
        fields.bool("systemAssigned").orElse(false) ? Identities.system() : Identities.none();
    List<JsonNode> users = new ArrayList<>();
    fields.array("userAssigned").ifPresent(array -> array.forEach(users::add));
    for (JsonNode user : users) {
      if (!(user instanceof ObjectNode object)) {
        throw new IllegalArgumentException("userAssigned must hold objects, not " + user);
      }
      Fields each = new Fields(object, "name", "clientId");
      identities = identities.withUser(each.required("name"), each.required("clientId"));
    }
    return identities;
  }

  /** Words are the constants' names in lower case, with hyphens. */
  private static <E extends Enum<E>> E constant(String field, E[] constants, String word) {
    List<String> words =
        Arrays.stream(constants)
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    int found = words.indexOf(word);
    if (found < 0) {
      throw new IllegalArgumentException(
          "%s must be one of %s, not %s".formatted(field, String.join(", ", words), word));
    }
    return constants[found];
  }
}
