package dev.akvvm.sync;

import dev.akvvm.certificate.KeystorePhrase;
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
      KeystorePhrase phrase = KeystorePhrase.of(vault.read(secret, certificate.identity()).value());
      return phrase
          .objection()
          .map(text -> failed(Failure.standing(secret + ": " + text)))
          .orElseGet(() -> new KeystorePassword(Optional.of(phrase.value()), Optional.empty()));
    } catch (VaultException e) {
      Failure failure = Failure.of(e, secret.vault());
      return failed(failure.told("no password for the keystore: " + failure.reason()));
    }
  }

  private static KeystorePassword failed(Failure failure) {
    return new KeystorePassword(Optional.empty(), Optional.of(failure));
  }
}
