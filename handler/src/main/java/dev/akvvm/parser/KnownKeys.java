package dev.akvvm.parser;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The known names, by the object they belong to. */
enum KnownKeys {
  /** The settings as a whole. */
  SETTINGS(
      "the settings, beside secretsManagementSettings",
      // For editors; nobody reads it here.
      "$schema",
      "secretsManagementSettings",
      "authenticationSettings",
      "proxySettings",
      "loggingSettings",
      "metricsSettings"),
  /** What holds for all certificates. */
  SECRETS(
      "secretsManagementSettings",
      "pollingIntervalInS",
      "requireInitialSync",
      "linkOnRenewal",
      "aclEnabled",
      "certificateStoreName",
      "certificateStoreLocation",
      "observedCertificates",
      "observedSecrets",
      "authenticationSettings",
      "acls",
      "layout",
      "chain",
      "keystore",
      "retainedVersions",
      "onDisabled",
      "links",
      "versions",
      "onRenewal"),
  /** An entry of observedCertificates. */
  CERTIFICATE(
      "an entry of observedCertificates",
      "url",
      "passwordUrl",
      "certificateStoreName",
      "certificateStoreLocation",
      "customSymbolicLinkName",
      "acls",
      "authenticationOverride",
      "keyExportable",
      "accounts",
      "content",
      "layout",
      "chain",
      "keystore",
      "retainedVersions",
      "onDisabled",
      "links",
      "versions",
      "onRenewal"),
  /** An entry of observedSecrets. */
  SECRET(
      "an entry of observedSecrets",
      "url",
      "envFile",
      "encoding",
      "certificateStoreLocation",
      "customSymbolicLinkName",
      "acls",
      "authenticationOverride",
      "retainedVersions",
      "links",
      "versions",
      "onRenewal"),
  /** The machine's identity. */
  IDENTITY("authenticationSettings", "msiEndpoint", "msiClientId", "servicePrincipal"),
  /** An application instead of a managed identity. */
  SERVICE_PRINCIPAL(
      "servicePrincipal", "tenantId", "clientId", "clientSecret", "clientCertificate"),
  /** A certificate's own identity. */
  OVERRIDE("authenticationOverride", "msiClientId"),
  /** An entry of acls. */
  ACL("an entry of acls", "user", "group"),
  /** A keystore for Java. */
  KEYSTORE("keystore", "type", "passwordUrl", "withoutPassword"),
  /** What to do after a renewal. */
  ON_RENEWAL("onRenewal", "reload", "restart", "run", "check", "timeoutInS"),
  /** The proxy between the machine and its vaults. */
  PROXY("proxySettings", "url", "bypass"),
  /** Where to log to. */
  LOGGING("loggingSettings", "logger", "endpoint", "format", "servicename"),
  /** Where metrics are written. */
  METRICS("metricsSettings", "textfile");

  private static final String OTHER_PRODUCT =
      "; it belongs to another product: name a managed identity by msiClientId";

  private static final String OVERRIDDEN = "; did you mean authenticationOverride?";
  private static final String MISPLACED = "; it belongs in authenticationOverride";
  private static final String ONE_FILE =
      "; a secret is one file, which needs no layout or keystore";

  /** For names whose meaning neither similarity nor place tells. */
  private static final Map<KnownKeys, Map<String, String>> EXPLAINED =
      Map.of(
          IDENTITY,
          Map.of("clientId", OTHER_PRODUCT, "clientCertificateSubjectName", OTHER_PRODUCT),
          OVERRIDE,
          Map.of("clientId", "; did you mean msiClientId?"),
          ON_RENEWAL,
          Map.of("timeout", "; did you mean timeoutInS?"),
          CERTIFICATE,
          Map.of(
              "authenticationSettings", OVERRIDDEN,
              "msiClientId", MISPLACED),
          SECRET,
          Map.of(
              "authenticationSettings", OVERRIDDEN,
              "msiClientId", MISPLACED,
              "layout", ONE_FILE,
              "keystore", ONE_FILE));

  private final String place;

  /** Immutable, which Error Prone does not see. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> names;

  KnownKeys(String place, String... names) {
    this.place = place;
    this.names = Set.of(names);
  }

  Set<String> names() {
    return names;
  }

  /** A hint to put after the message about an unknown name. */
  Optional<String> hint(String given) {
    return Optional.ofNullable(EXPLAINED.getOrDefault(this, Map.of()).get(given))
        .or(
            () ->
                Arrays.stream(values())
                    .filter(other -> other.names.contains(given))
                    .findFirst()
                    .map(other -> "; it belongs in " + other.place))
        .or(() -> NearMiss.of(given, names).map(name -> "; did you mean " + name + "?"));
  }
}
