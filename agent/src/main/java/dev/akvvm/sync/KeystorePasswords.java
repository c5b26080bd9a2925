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
      return value.isEmpty()
          ? failed(Failure.standing(secret + ": the password is empty; give the secret a value"))
          : new KeystorePassword(Optional.of(value), Optional.empty());
    } catch (VaultException e) {
      Failure failure = Failure.of(e, secret.vault());
      return failed(failure.told("no password for the keystore: " + failure.reason()));
    }
  }

  private static KeystorePassword failed(Failure failure) {
    return new KeystorePassword(Optional.empty(), Optional.of(failure));
  }
}
