package dev.akvvm.validation;

import dev.akvvm.parser.Problem;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.Placement.ChainExtent;
import dev.akvvm.settings.Placement.LinkTargets;
import dev.akvvm.settings.Placement.Versions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders a validation result as lines for people: one per certificate or secret, one per problem.
 */
public final class ValidationText {
  private ValidationText() {}

  /**
   * A line for each certificate and secret: what would be installed where; and one each for the
   * receiver of log lines and the file of metrics, if there are any.
   */
  public static List<String> certificates(ValidationResult result) {
    return result.settings().stream()
        .flatMap(
            settings ->
                Stream.of(
                        settings.certificates().stream().map(c -> line(settings, c)),
                        settings.logReceiver().map(ValidationText::line).stream(),
                        settings.metricsFile().map(file -> "metrics -> " + file).stream())
                    .flatMap(lines -> lines))
        .toList();
  }

  /**
   * A line for each problem.
   *
   * @param file what to call the settings' source
   */
  public static List<String> problems(ValidationResult result, String file) {
    return result.problems().stream()
        .map(
            problem ->
                file
                    + ": "
                    + (problem.pointer().isEmpty() ? "" : problem.pointer() + ": ")
                    + (problem.severity() == Problem.Severity.WARNING ? "warning: " : "")
                    + problem.message())
        .toList();
  }

  private static String line(ExtensionSettings settings, ObservedCertificate certificate) {
    Placement placement = certificate.placement();
    return "%s -> %s (%s; read by %s; identity: %s%s%s)"
        .formatted(
            certificate.source(),
            placement.links().stream().map(Path::toString).collect(Collectors.joining(", ")),
            files(placement),
            readers(certificate),
            settings.identityOf(certificate).orElse("the machine's own"),
            certificate.onDisabled() == OnDisabled.FAIL
                ? ""
                : "; on disabled: " + certificate.onDisabled(),
            actions(certificate.onRenewal()));
  }

  private static String files(Placement placement) {
    List<String> files = new ArrayList<>();
    files.add(placement.layout().settingsName());
    if (placement.chain() != ChainExtent.FULL) {
      files.add(placement.chain().setting());
    }
    if (placement.linkTargets() == LinkTargets.RELATIVE) {
      files.add("relative links");
    }
    if (placement.versions() == Versions.HIDDEN) {
      files.add("hidden versions");
    }
    return String.join(", ", files);
  }

  private static String readers(ObservedCertificate certificate) {
    return certificate.content() instanceof Content.CaBundle
        ? "everyone"
        : Stream.concat(
                Stream.of("root"), certificate.placement().grants().stream().map(Grant::toString))
            .collect(Collectors.joining(", "));
  }

  private static String line(LogReceiver receiver) {
    return "log lines -> %s (fluentd, unencrypted; tag: %s)".formatted(receiver, receiver.tag());
  }

  private static String actions(OnRenewal wanted) {
    List<String> actions = new ArrayList<>();
    wanted.reload().forEach(unit -> actions.add("reload " + unit));
    wanted.restart().forEach(unit -> actions.add("restart " + unit));
    wanted.run().stream().limit(1).forEach(program -> actions.add("run " + program));
    return actions.isEmpty() ? "" : "; on renewal: " + String.join(", ", actions);
  }
}
