package dev.akvvm.certificate;

import java.util.List;
import java.util.Optional;

/**
 * A secret's value without what it was wrapped in on its way into the vault: base64 of text, a JSON
 * string, the JSON of Azure's compute services, another character set, lost line breaks. What is in
 * it decides, never its content type: people store values with any.
 */
final class WrappedValue {
  /**
   * Honest values have four at most: base64 of the compute services' JSON, whose data is base64 of
   * PEM that has escaped line breaks.
   */
  private static final int MAX_LAYERS = 6;

  private final Optional<String> pem;
  private final byte[] binary;
  private final Optional<String> password;

  private WrappedValue(Optional<String> pem, byte[] binary, Optional<String> password) {
    this.pem = pem;
    this.binary = binary;
    this.password = password;
  }

  /**
   * Unwraps a value.
   *
   * @throws UnusableCertificateException when there is neither PEM nor anything binary in it
   */
  static WrappedValue unwrap(String value) throws UnusableCertificateException {
    String text = value;
    Optional<String> password = Optional.empty();
    for (int layer = 0; layer < MAX_LAYERS; layer++) {
      text = PlainText.tidy(text);
      Optional<JsonWrapping> json = JsonWrapping.parse(text);
      if (json.isPresent()) {
        text = json.get().content();
        password = json.get().password().isPresent() ? json.get().password() : password;
        continue;
      }
      Optional<String> pem = PemText.find(text);
      if (pem.isPresent()) {
        return new WrappedValue(pem, new byte[0], password);
      }
      byte[] bytes = Base64Text.decode(text).orElseThrow(NotACertificate.named(text));
      Optional<String> inside = PlainText.of(bytes);
      if (inside.isEmpty()) {
        return new WrappedValue(Optional.empty(), bytes, password);
      }
      text = inside.get();
    }
    throw NotACertificate.other();
  }

  /** The password that came with it in the compute services' JSON. */
  Optional<String> password() {
    return password;
  }

  /** Parses it. */
  void addTo(BundleParts parts, Passwords passwords) throws UnusableCertificateException {
    if (pem.isPresent()) {
      PemFormat.read(pem.get(), parts, passwords);
    } else {
      BinaryFormat.read(binary, parts, passwords);
    }
  }

  /** The certificates in it; a key in PEM is not even looked at. */
  List<X509> certificates() throws UnusableCertificateException {
    BundleParts parts = new BundleParts();
    if (pem.isPresent()) {
      PemFormat.readCertificates(pem.get(), parts);
    } else {
      addTo(parts, new Passwords(password, Optional.empty()));
    }
    return parts.all().certificates();
  }

  @Override
  public String toString() {
    return "WrappedValue[" + (pem.isPresent() ? "PEM" : "binary") + "]";
  }
}
