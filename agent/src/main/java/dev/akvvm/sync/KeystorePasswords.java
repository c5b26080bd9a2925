package dev.akvvm.sync;

import dev.akvvm.certificate.KeystorePassword;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.util.Optional;

/** Reads the passwords of keystores; without one the rest of the certificate is installed. */
final class KeystorePasswords {
  /** That of a certificate without a keystore. */
  static final Lookup NONE = new Lookup(Optional.empty(), Optional.empty(), Optional.empty());

  private final VaultReader vault;

  /**
   * The password of a certificate's keystore.
   *
   * @param value empty when the certificate has no keystore, one without a password, or when it
   *     could not be read
   * @param failure why it could not be read
   * @param caution why some programs cannot use it
   */
  record Lookup(Optional<String> value, Optional<Failure> failure, Optional<String> caution) {
    @Override
    public String toString() {
      return "Lookup[failure=" + failure + "]";
    }
  }

  KeystorePasswords(VaultReader vault) {
    this.vault = vault;
  }

  Lookup of(ObservedCertificate certificate) {
    Optional<SecretIdentifier> wanted =
        certificate.placement().keystore().flatMap(Keystore::password);
    if (wanted.isEmpty()) {
      return NONE;
    }
    SecretIdentifier secret = wanted.get();
    try {
      KeystorePassword password =
          KeystorePassword.of(vault.read(secret, certificate.identity()).value());
      return password
          .problem()
          .map(text -> failed(Failure.needsOperator(secret + ": " + text)))
          .orElseGet(
              () ->
                  new Lookup(
                      Optional.of(password.value()),
                      Optional.empty(),
                      caution(certificate, password).map(text -> secret + ": " + text)));
    } catch (VaultException e) {
      Failure failure =
          Failure.of(e, secret.vault(), Source.ofTokens(vault.tokenSource(certificate.identity())));
      return failed(
          failure.withReason(
              "no password for the keystore, by keystore.passwordUrl: " + failure.reason()));
    }
  }

  private static Optional<String> caution(
      ObservedCertificate certificate, KeystorePassword password) {
    return certificate
        .placement()
        .keystore()
        .filter(keystore -> keystore.type() == Keystore.Type.PKCS12)
        .flatMap(_ -> password.caution());
  }

  private static Lookup failed(Failure failure) {
    return new Lookup(Optional.empty(), Optional.of(failure), Optional.empty());
  }
}
