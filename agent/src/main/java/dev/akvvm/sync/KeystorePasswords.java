package dev.akvvm.sync;

import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.util.Optional;

/** Reads the passwords of keystores; without one the rest of the certificate is installed. */
final class KeystorePasswords {
  private final VaultReader vault;

  KeystorePasswords(VaultReader vault) {
    this.vault = vault;
  }

  KeystorePassword of(ObservedCertificate certificate) {
    Optional<Keystore> keystore = certificate.placement().keystore();
    if (keystore.isEmpty()) {
      return new KeystorePassword(Optional.empty(), Optional.empty());
    }
    SecretIdentifier secret = keystore.get().password();
    try {
      // Whoever stores a password from a file stores the end of its line with it.
      String value =
          vault.read(secret, certificate.identity()).value().replaceFirst("[\\r\\n]+$", "");
      return objection(value)
          .map(text -> failed(Failure.standing(secret + ": " + text)))
          .orElseGet(() -> new KeystorePassword(Optional.of(value), Optional.empty()));
    } catch (VaultException e) {
      Failure failure = Failure.of(e, secret.vault());
      return failed(failure.told("no password for the keystore: " + failure.reason()));
    }
  }

  /** Programs take control characters differently, or not at all. */
  private static Optional<String> objection(String password) {
    if (password.isEmpty()) {
      return Optional.of("the password is empty; give the secret a value");
    }
    return password.chars().anyMatch(Character::isISOControl)
        ? Optional.of("the password holds control characters; give the secret another value")
        : Optional.empty();
  }

  private static KeystorePassword failed(Failure failure) {
    return new KeystorePassword(Optional.empty(), Optional.of(failure));
  }
}
