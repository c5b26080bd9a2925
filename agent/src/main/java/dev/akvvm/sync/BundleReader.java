package dev.akvvm.sync;

import dev.akvvm.certificate.BundlePassword;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.PasswordNeededException;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.time.Instant;
import java.util.Optional;

/** Decodes what the vault gave. Only where the value has a password, that is read, too. */
record BundleReader(VaultReader vault) {
  /** The value has a password that could not be read, or another. */
  static final class NoPasswordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    NoPasswordException(Failure failure) {
      super(failure.reason());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  CertificateBundle decode(ObservedCertificate certificate, Secret secret, Instant now)
      throws UnusableCertificateException, NoPasswordException {
    try {
      return CertificateBundle.decode(secret.value(), () -> password(certificate), now);
    } catch (PasswordNeededException e) {
      // The certificate's policy knows nothing of it, so it is not asked for an explanation.
      throw new NoPasswordException(
          Failure.needsOperator("the certificate cannot be used: " + e.reason()));
    }
  }

  private Optional<BundlePassword> password(ObservedCertificate certificate)
      throws NoPasswordException {
    if (certificate.password().isEmpty()) {
      return Optional.empty();
    }
    SecretIdentifier password = certificate.password().get();
    try {
      String value = vault.read(password, certificate.identity()).value();
      return Optional.of(BundlePassword.of(value, password.toString()));
    } catch (VaultException e) {
      Failure failure =
          Failure.of(
              e, password.vault(), Source.ofTokens(vault.tokenSource(certificate.identity())));
      throw new NoPasswordException(
          failure.withReason("no password for the certificate: " + failure.reason()));
    }
  }
}
