package dev.akvvm.emulator;

/** The two forms in which Key Vault gives out a certificate with its key. */
public enum BundleFormat {
  /** Base64 of a PKCS#12 with an empty password. */
  PKCS12("application/x-pkcs12"),
  /** PEM text, private key first. */
  PEM("application/x-pem-file");

  private final String contentType;

  BundleFormat(String contentType) {
    this.contentType = contentType;
  }

  /** The format with this content type. Throws IllegalArgumentException for any other. */
  static BundleFormat of(String contentType) {
    for (BundleFormat format : values()) {
      if (format.contentType.equals(contentType)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "contentType must be application/x-pkcs12 or application/x-pem-file, not " + contentType);
  }

  String contentType() {
    return contentType;
  }
}
