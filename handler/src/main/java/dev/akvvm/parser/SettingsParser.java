package dev.akvvm.parser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the settings of every flavour into one model. The flavour is not declared but detected:
 * strings in {@code observedCertificates} are 1.x and 2.x, objects 3.x and 4.x.
 */
public final class SettingsParser {
  private static final int DEFAULT_INTERVAL = 3600;

  /** Below this a fleet of machines is a burden to its vault: allowed, but said. */
  private static final int SMALL_INTERVAL = 300;

  private static final String IDENTITY = "authenticationSettings";

  private static final Set<String> TOP_KEYS =
      Set.of("secretsManagementSettings", IDENTITY, "loggingSettings");
  private static final Set<String> SECRETS_KEYS =
      Set.of(
          "pollingIntervalInS",
          "requireInitialSync",
          "linkOnRenewal",
          "aclEnabled",
          "certificateStoreName",
          "certificateStoreLocation",
          "observedCertificates",
          IDENTITY);

  private SettingsParser() {}

  /**
   * Reads the public settings.
   *
   * @param where JSON pointer of {@code settings} in its document, put before every problem's
   * @throws SettingsRejectedException with every problem, when there is one that cannot be lived
   *     with
   */
  public static ParsedSettings parse(JsonNode settings, String where)
      throws SettingsRejectedException {
    Problems problems = new Problems();
    Field root = new Field(settings, where, problems);
    if (!root.holdsMembers()) {
      root.error(
          "expected an object with secretsManagementSettings, found "
              + (root.isText() ? "text; do not quote the settings as a whole" : root.found()));
      throw new SettingsRejectedException(problems.all());
    }
    root.warnOfUnknownKeys(TOP_KEYS);
    Field secrets = root.child("secretsManagementSettings");
    Duration interval = Duration.ofSeconds(DEFAULT_INTERVAL);
    boolean requireInitialSync = false;
    if (secrets.isObject()) {
      secrets.warnOfUnknownKeys(SECRETS_KEYS);
      interval = interval(secrets.child("pollingIntervalInS"));
      requireInitialSync = secrets.child("requireInitialSync").flag(false);
      warnOfUnsupported(secrets);
    }
    if (!root.child("loggingSettings").isUnset()) {
      root.child("loggingSettings").warning("not supported by this version; the log is a file");
    }
    List<ObservedCertificate> certificates = certificates(secrets);
    IdentitySettings identity = IdentityParser.parse(root.child(IDENTITY));
    if (problems.hasErrors()) {
      throw new SettingsRejectedException(problems.all());
    }
    return new ParsedSettings(
        new ExtensionSettings(interval, requireInitialSync, certificates, identity),
        problems.all());
  }

  private static Duration interval(Field field) {
    int seconds = field.positiveNumber().orElse(DEFAULT_INTERVAL);
    if (seconds < SMALL_INTERVAL) {
      field.warning(
          seconds
              + " s is honoured; below "
              + SMALL_INTERVAL
              + " s many machines may exceed the vault's request limit");
    }
    return Duration.ofSeconds(seconds);
  }

  private static void warnOfUnsupported(Field secrets) {
    if (!secrets.child(IDENTITY).isUnset()) {
      secrets
          .child(IDENTITY)
          .warning("ignored here; it belongs beside secretsManagementSettings, not inside");
    }
    if (secrets.child("aclEnabled").flag(false)) {
      secrets.child("aclEnabled").warning("acls are not applied by this version; files are root's");
    }
  }

  private static List<ObservedCertificate> certificates(Field secrets) {
    Field observed = secrets.child("observedCertificates");
    List<Field> entries = observed.elements();
    if (entries.isEmpty()) {
      observed.error("observedCertificates cannot be empty: name at least one certificate's URL");
      return List.of();
    }
    Field store = secrets.child("certificateStoreLocation");
    List<ObservedCertificate> certificates = new ArrayList<>();
    Map<Object, String> firstPlace = new HashMap<>();
    for (Field entry : entries) {
      Optional<ObservedCertificate> read = CertificateParser.parse(entry, store);
      if (read.isPresent()) {
        String other = firstPlace.putIfAbsent(read.get().link(), entry.pointer());
        if (other != null) {
          entry.error("writes the same link as " + other + ": " + read.get().link());
        }
        certificates.add(read.get());
      }
    }
    return certificates;
  }
}
