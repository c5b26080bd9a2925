package dev.akvvm.settings;

/**
 * A keystore for Java services, written beside the PEM files.
 *
 * @param type its format
 * @param password the secret that holds its password
 */
public record Keystore(Type type, SecretIdentifier password) {
  /** The formats, by the ending of their files. */
  public enum Type {
    /** PKCS#12, which OpenSSL and .NET read too. */
    PKCS12("p12"),
    /** The JDK's own old format, for programs that take no other. */
    JKS("jks");

    private final String extension;

    Type(String extension) {
      this.extension = extension;
    }

    /** What its files and links end in, without the dot. */
    public String extension() {
      return extension;
    }
  }
}
