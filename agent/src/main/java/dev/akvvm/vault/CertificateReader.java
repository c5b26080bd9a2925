package dev.akvvm.vault;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.SecretIdentifier;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the version of a certificate that its settings ask for: the one that the URL names, or the
 * newest; or, while that is disabled and the settings want it so, the newest that is enabled.
 */
public record CertificateReader(VaultReader vault) {
  private static final Comparator<SecretVersion> NEWEST_LAST =
      Comparator.comparing(SecretVersion::created);

  /**
   * What was read.
   *
   * @param secret the version to use
   * @param note why that is not the newest, in one line; empty when it is
   */
  public record Answer(Secret secret, Optional<String> note) {}

  /**
   * Reads it.
   *
   * @param now versions that are valid then are preferred to others
   * @throws VaultException one of its subclasses, each named for the reaction it needs
   */
  public Answer read(ObservedCertificate certificate, Instant now) throws VaultException {
    try {
      return new Answer(vault.read(certificate.secret(), certificate.identity()), Optional.empty());
    } catch (VaultException.Disabled e) {
      if (certificate.onDisabled() == OnDisabled.FAIL
          || certificate.secret().version().isPresent()) {
        throw e;
      }
      return readEnabled(certificate, now);
    }
  }

  private Answer readEnabled(ObservedCertificate certificate, Instant now) throws VaultException {
    SecretIdentifier secret = certificate.secret();
    List<SecretVersion> all = versions(certificate);
    SecretVersion used =
        all.stream()
            .filter(SecretVersion::enabled)
            .max(
                Comparator.comparing((SecretVersion each) -> each.isValidAt(now))
                    .thenComparing(NEWEST_LAST))
            .orElseThrow(
                () ->
                    new VaultException.Disabled(
                        secret + ": every version of the certificate is disabled; enable one"));
    SecretVersion newest = all.stream().max(NEWEST_LAST).orElse(used);
    return new Answer(
        vault.read(secret.pinnedTo(used.version()), certificate.identity()),
        Optional.of(newest)
            .filter(each -> !each.enabled())
            .map(
                each ->
                    "the newest version %s is disabled, so %s is used"
                        .formatted(each.version(), used.version())));
  }

  private List<SecretVersion> versions(ObservedCertificate certificate) throws VaultException {
    try {
      return vault.versions(certificate.secret(), certificate.identity());
    } catch (VaultException.Denied e) {
      throw new VaultException.Denied(
          "the newest version is disabled, and onDisabled needs a list of the others: "
              + e.reason());
    }
  }
}
