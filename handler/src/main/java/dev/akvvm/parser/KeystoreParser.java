package dev.akvvm.parser;

import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.SecretIdentifier;
import java.util.Optional;

/** Reads {@code keystore}, from a certificate and from the default, member by member. */
final class KeystoreParser {
  private KeystoreParser() {}

  /** The keystore; empty when there is none or it has problems, which are reported. */
  static Optional<Keystore> parse(Field own, Field inherited) {
    if (!isKeystore(own) && !isKeystore(inherited)) {
      return Optional.empty();
    }
    Field place = own.isUnset() ? inherited : own;
    Field password = member("passwordUrl", own, inherited);
    Keystore.Type type = type(member("type", own, inherited));
    if (password.isUnset()) {
      place
          .child("passwordUrl")
          .error(
              "a keystore needs a password: expected the URL of the secret that holds it,"
                  + " https://<vault>.vault.azure.net/secrets/<name>");
      return Optional.empty();
    }
    Optional<SecretIdentifier> secret = SecretUrl.ofPassword(password);
    return secret.map(url -> new Keystore(type, url));
  }

  private static boolean isKeystore(Field field) {
    if (!field.isUnset() && !field.holdsMembers()) {
      field.error("expected an object with type and passwordUrl, found " + field.found());
    }
    field.warnOfUnknownKeys(KnownKeys.KEYSTORE);
    return field.holdsMembers();
  }

  private static Field member(String key, Field own, Field inherited) {
    return own.child(key).isUnset() && !inherited.child(key).isUnset()
        ? inherited.child(key)
        : own.child(key);
  }

  private static Keystore.Type type(Field field) {
    String name = field.text().orElse("pkcs12");
    for (Keystore.Type type : Keystore.Type.values()) {
      if (type.name().equalsIgnoreCase(name)) {
        return type;
      }
    }
    field.error("expected pkcs12 or jks, found " + field.found());
    return Keystore.Type.PKCS12;
  }
}
