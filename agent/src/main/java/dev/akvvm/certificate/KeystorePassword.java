package dev.akvvm.certificate;

import java.util.Optional;

/**
 * What opens a keystore, as a secret of the vault holds it.
 *
 * @param value without the end of the line, which whoever stores it from a file stores with it
 */
public record KeystorePassword(String value) {
  /** The phrase in a secret's value. */
  public static KeystorePassword of(String secretValue) {
    return new KeystorePassword(secretValue.replaceFirst("[\\r\\n]+$", ""));
  }

  /**
   * Why no keystore is made with it, in one line: programs take control characters differently, or
   * not at all.
   */
  public Optional<String> problem() {
    if (value.isEmpty()) {
      return Optional.of("the password is empty; give the secret a value");
    }
    return value.chars().anyMatch(Character::isISOControl)
        ? Optional.of("the password holds control characters; give the secret another value")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "KeystorePassword";
  }
}
