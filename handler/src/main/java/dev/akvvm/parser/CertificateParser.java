package dev.akvvm.parser;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.settings.OnDisabled;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.Optional;

/** Reads one entry of {@code observedCertificates}: a URL, or an object with one. */
final class CertificateParser {
  private static final String ON_RENEWAL = "onRenewal";
  private static final String ON_DISABLED = "onDisabled";

  private final PlacementParser placements;
  private final OnRenewal usualRenewal;
  private final OnDisabled usuallyOnDisabled;

  /**
   * @param defaults secretsManagementSettings
   */
  CertificateParser(Field defaults) {
    this.placements = new PlacementParser(defaults);
    this.usualRenewal = OnRenewalParser.parse(defaults.child(ON_RENEWAL));
    this.usuallyOnDisabled = onDisabled(defaults.child(ON_DISABLED), OnDisabled.FAIL);
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
    Optional<UserAssignedIdentity> identity =
        IdentityParser.parseOverride(entry.child("authenticationOverride"));
    PlacementParser.Unnamed placement = placements.parse(entry);
    OnDisabled onDisabled = onDisabled(entry.child(ON_DISABLED), usuallyOnDisabled);
    Field renewal = entry.child(ON_RENEWAL);
    OnRenewal onRenewal = renewal.isUnset() ? usualRenewal : OnRenewalParser.parse(renewal);
    if (secret.isEmpty() || entry.errorsSoFar() > errors) {
      return Optional.empty();
    }
    String usualName = secret.get().vault().name() + "." + secret.get().name();
    return Optional.of(
        new ObservedCertificate(
            secret.get(), onDisabled, identity, placement.orNamed(usualName), onRenewal));
  }

  private static OnDisabled onDisabled(Field field, OnDisabled usual) {
    Optional<String> name = field.text();
    Optional<OnDisabled> named = name.flatMap(OnDisabled::named);
    if (name.isPresent() && named.isEmpty()) {
      field.error("expected fail or previous, found " + field.found());
    }
    return named.orElse(usual);
  }
}
