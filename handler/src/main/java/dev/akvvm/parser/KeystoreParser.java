package dev.akvvm.parser;

import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.SecretIdentifier;
import java.util.Optional;

/** Reads {@code keystore}, from a certificate and from the default, member by member. */
final class KeystoreParser {
  private static final String PASSWORD = "passwordUrl";
  private static final String WITHOUT = "withoutPassword";

  private KeystoreParser() {}

  /** The keystore; empty when there is none or it has problems, which are reported. */
  static Optional<Keystore> parse(Field own, Field inherited) {
    if (!isKeystore(own) && !isKeystore(inherited)) {
      return Optional.empty();
    }
    Field place = own.isUnset() ? inherited : own;
    Keystore.Type type = type(member("type", own, inherited));
    // What a certificate says of its password replaces the default, in either way.
    Field password = saysOfPassword(own) ? own : inherited;
    boolean without = password.child(WITHOUT).flag(false);
    Field url = password.child(PASSWORD);
    if (without) {
      return withoutPassword(type, password.child(WITHOUT), url);
    }
    if (url.isUnset()) {
      place
          .child(PASSWORD)
          .error(
              "a keystore needs a password: expected the URL of the secret that holds it,"
                  + " https://<vault>.vault.azure.net/secrets/<name>"
                  + (type.mayLackPassword() ? "; or set \"withoutPassword\": true" : ""));
      return Optional.empty();
    }
    Optional<SecretIdentifier> secret = SecretUrl.ofPassword(url);
    return secret.map(found -> new Keystore(type, found));
  }

  private static Optional<Keystore> withoutPassword(Keystore.Type type, Field without, Field url) {
    if (!url.isUnset()) {
      without.error("true contradicts the passwordUrl beside it; remove one of them");
      return Optional.empty();
    }
    if (!type.mayLackPassword()) {
      without.error(
          "a keystore of type jks has a password: Java reads none without; use pkcs12, or a"
              + " passwordUrl");
      return Optional.empty();
    }
    return Optional.of(new Keystore(type, Optional.empty()));
  }

  private static boolean saysOfPassword(Field keystore) {
    return !keystore.child(PASSWORD).isUnset() || !keystore.child(WITHOUT).isUnset();
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
