package dev.akvvm.certificate;

import java.util.Optional;

/**
 * The password of a keystore, from a secret in the vault.
 *
 * @param value without the line break at its end, which a secret stored from a file has
 */
public record KeystorePassword(String value) {
  /** The password in a secret's value. */
  public static KeystorePassword of(String secretValue) {
    return new KeystorePassword(secretValue.replaceFirst("[\\r\\n]+$", ""));
  }

  /**
   * Why no keystore can have it, in one line: programs treat control characters differently, or
   * refuse them.
   */
  public Optional<String> problem() {
    if (value.isEmpty()) {
      return Optional.of("the password is empty; give the secret a value");
    }
    return value.chars().anyMatch(Character::isISOControl)
        ? Optional.of("the password holds control characters; give the secret another value")
        : Optional.empty();
  }

  /**
   * Why some programs cannot open a PKCS#12 with it, in one line. Java 17 and older refuse anything
   * but printable ASCII there, whatever the encryption: no encoding helps.
   */
  public Optional<String> caution() {
    return value.chars().allMatch(c -> c >= ' ' && c <= '~')
        ? Optional.empty()
        : Optional.of(
            "the password is not all ASCII, so Java 17 and older cannot open the PKCS#12 (OpenSSL"
                + " and Java 25 can); give the secret another value, or set \"type\": \"jks\"");
  }

  @Override
  public String toString() {
    return "KeystorePassword";
  }
}
