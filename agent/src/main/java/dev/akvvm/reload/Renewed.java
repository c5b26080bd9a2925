package dev.akvvm.reload;

import dev.akvvm.settings.ObservedCertificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What programs get to know: certbot's variables, and the project's own. Nothing else. */
final class Renewed {
  private Renewed() {}

  /**
   * The whole environment.
   *
   * @param certificates at least one
   */
  static Map<String, String> environment(Map<ObservedCertificate, Shown> certificates) {
    List<String> links =
        certificates.keySet().stream()
            .map(certificate -> certificate.placement().links().getFirst().toString())
            .toList();
    Map<String, String> environment = new LinkedHashMap<>(BoundedProcess.CLEAN);
    environment.put("RENEWED_LINEAGE", links.getFirst());
    environment.put(
        "RENEWED_DOMAINS",
        certificates.values().stream()
            .flatMap(shown -> shown.domains().stream())
            .distinct()
            .collect(Collectors.joining(" ")));
    environment.put("AKVVM_LINKS", String.join("\n", links));
    environment.put("AKVVM_RENEWED", joined(certificates, each -> each.getKey().displayName()));
    environment.put("AKVVM_VERSIONS", joined(certificates, each -> each.getValue().version()));
    return environment;
  }

  private static String joined(
      Map<ObservedCertificate, Shown> certificates,
      Function<Map.Entry<ObservedCertificate, Shown>, String> text) {
    return certificates.entrySet().stream().map(text).collect(Collectors.joining(" "));
  }
}
