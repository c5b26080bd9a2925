package dev.akvvm.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.parser.Problem;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.Placement.ChainExtent;
import dev.akvvm.settings.Placement.LinkTargets;
import dev.akvvm.settings.Placement.Versions;
import java.util.List;
import java.util.Locale;

/** Renders a validation result as one JSON object; what there is none of is left out. */
public final class ValidationJson {
  private ValidationJson() {}

  /** The object, on one line. */
  public static String of(ValidationResult result) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("valid", result.settings().isPresent());
    ArrayNode problems = root.putArray("problems");
    for (Problem problem : result.problems()) {
      problems
          .addObject()
          .put("pointer", problem.pointer())
          .put("severity", lowerCase(problem.severity()))
          .put("message", problem.message());
    }
    ArrayNode certificates = root.putArray("certificates");
    result
        .settings()
        .ifPresent(
            settings -> {
              for (ObservedCertificate each : settings.certificates()) {
                ArrayNode list =
                    each.content().isSecret() ? root.withArrayProperty("secrets") : certificates;
                add(list.addObject(), settings, each);
              }
            });
    result
        .settings()
        .flatMap(ExtensionSettings::logReceiver)
        .ifPresent(
            receiver ->
                root.putObject("logReceiver")
                    .put("endpoint", receiver.toString())
                    .put("tag", receiver.tag()));
    result
        .settings()
        .flatMap(ExtensionSettings::metricsFile)
        .ifPresent(file -> root.put("metricsFile", file.toString()));
    return root.toString();
  }

  private static void add(
      ObjectNode node, ExtensionSettings settings, ObservedCertificate certificate) {
    Placement placement = certificate.placement();
    if (certificate.content() instanceof Content.EnvFile(var variables)) {
      ObjectNode urls = node.putObject("envFile");
      variables.forEach((name, secret) -> urls.put(name, secret.toString()));
    } else {
      node.put("url", certificate.secret().toString());
    }
    if (certificate.content() instanceof Content.PlainSecret(var encoding)) {
      node.put("encoding", lowerCase(encoding));
    }
    certificate.password().ifPresent(secret -> node.put("passwordUrl", secret.toString()));
    ArrayNode links = node.putArray("links");
    placement.links().forEach(link -> links.add(link.toString()));
    node.put("layout", placement.layout().settingsName());
    if (placement.chain() != ChainExtent.FULL) {
      node.put("chain", placement.chain().setting());
    }
    placement.keystore().ifPresent(keystore -> add(node.putObject("keystore"), keystore));
    placement.retainedVersions().ifPresent(count -> node.put("retainedVersions", count));
    if (certificate.onDisabled() != OnDisabled.FAIL) {
      node.put("onDisabled", certificate.onDisabled().toString());
    }
    if (placement.linkTargets() == LinkTargets.RELATIVE) {
      node.put("linkTargets", lowerCase(placement.linkTargets()));
    }
    if (placement.versions() == Versions.HIDDEN) {
      node.put("versions", lowerCase(placement.versions()));
    }
    ArrayNode acls = node.putArray("acls");
    placement
        .grants()
        .forEach(grant -> acls.addObject().put(grant.kind().toString(), grant.name()));
    settings.identityOf(certificate).ifPresent(id -> node.put("identity", id));
    if (!certificate.onRenewal().equals(OnRenewal.NOTHING)) {
      add(node.putObject("onRenewal"), certificate.onRenewal());
    }
  }

  private static void add(ObjectNode node, Keystore keystore) {
    node.put("type", lowerCase(keystore.type()));
    keystore
        .password()
        .ifPresentOrElse(
            secret -> node.put("passwordUrl", secret.toString()),
            () -> node.put("withoutPassword", true));
  }

  private static void add(ObjectNode node, OnRenewal wanted) {
    add(node, "reload", wanted.reload());
    add(node, "restart", wanted.restart());
    add(node, "run", wanted.run());
    add(node, "check", wanted.check());
    node.put("timeoutInS", wanted.timeout().toSeconds());
  }

  private static void add(ObjectNode node, String name, List<String> words) {
    if (!words.isEmpty()) {
      words.forEach(node.putArray(name)::add);
    }
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
