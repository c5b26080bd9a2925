package dev.akvvm.certificate;

/**
 * The password of a certificate's value, from another secret.
 *
 * @param source that secret's URL, for messages
 */
public record BundlePassword(String value, String source) {
  /**
   * The password in a secret's value, without the line break at its end, if it came from a file.
   */
  public static BundlePassword of(String secretValue, String source) {
    return new BundlePassword(KeystorePassword.of(secretValue).value(), source);
  }

  @Override
  public String toString() {
    return "BundlePassword[" + source + "]";
  }
}
