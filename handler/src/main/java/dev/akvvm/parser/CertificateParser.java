package dev.akvvm.parser;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code observedCertificates}: a URL, or an object with one. */
final class CertificateParser {
  private static final String CA_BUNDLE = "caBundle";

  /** What says how a key is written, and so has no meaning without one. */
  private static final List<String> FOR_KEYS =
      List.of("layout", "chain", "keystore", "passwordUrl");

  private static final String ON_DISABLED = "onDisabled";

  private final EntryDefaults defaults;
  private final OnDisabled usuallyOnDisabled;

  /**
   * @param settings secretsManagementSettings
   */
  CertificateParser(Field settings, EntryDefaults defaults) {
    this.defaults = defaults;
    this.usuallyOnDisabled = onDisabled(settings.child(ON_DISABLED), OnDisabled.FAIL);
  }

  /** The certificate, or empty when the entry has problems; they are reported to the field. */
  Optional<ObservedCertificate> parse(Field entry) {
    if (!entry.isText() && !entry.holdsMembers()) {
      entry.error("expected a URL or an object with a url, found " + entry.found());
      return Optional.empty();
    }
    int errors = entry.errorsSoFar();
    entry.warnOfUnknownKeys(KnownKeys.CERTIFICATE);
    UnsupportedSettings.warnOfWindowsIn(entry);
    Field url = entry.isText() ? entry : entry.child("url");
    Optional<SecretIdentifier> secret = SecretUrl.ofCertificate(url);
    Field passwordUrl = entry.child("passwordUrl");
    Optional<SecretIdentifier> password =
        passwordUrl.isUnset() ? Optional.empty() : SecretUrl.ofPassword(passwordUrl);
    Optional<UserAssignedIdentity> identity =
        IdentityParser.parseOverride(entry.child("authenticationOverride"));
    Content content = content(entry);
    PlacementParser.Unnamed placement =
        content
            .layout()
            .map(layout -> defaults.placements().parse(entry, layout))
            .orElseGet(() -> defaults.placements().parse(entry));
    OnDisabled onDisabled = onDisabled(entry.child(ON_DISABLED), usuallyOnDisabled);
    OnRenewal onRenewal = defaults.onRenewal(entry);
    if (secret.isEmpty() || entry.errorsSoFar() > errors) {
      return Optional.empty();
    }
    String usualName = secret.get().vault().name() + "." + secret.get().name();
    return Optional.of(
        new ObservedCertificate(
            secret.get(),
            password,
            onDisabled,
            identity,
            placement.orNamed(usualName),
            content,
            onRenewal));
  }

  private static OnDisabled onDisabled(Field field, OnDisabled usual) {
    Optional<String> name = field.text();
    Optional<OnDisabled> named = name.flatMap(OnDisabled::named);
    if (name.isPresent() && named.isEmpty()) {
      field.error("expected fail or previous, found " + field.found());
    }
    return named.orElse(usual);
  }

  private static Content content(Field entry) {
    Field field = entry.child("content");
    String name = field.text().orElse("certificate");
    if (!name.equalsIgnoreCase(CA_BUNDLE)) {
      if (!name.equalsIgnoreCase("certificate")) {
        field.error("expected certificate or caBundle, found " + field.found());
      }
      return new Content.Certificate();
    }
    for (String key : FOR_KEYS) {
      if (!entry.child(key).isUnset()) {
        entry
            .child(key)
            .error("a caBundle is one file of certificates without a key; remove " + key);
      }
    }
    return new Content.CaBundle();
  }
}
