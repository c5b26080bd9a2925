package dev.akvvm.certificate;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Certificates without a key, in the order of the value, each once: what programs trust.
 *
 * <p>None is judged, not even whether it is an authority: whom to trust is the operator's decision.
 * A key that is in the value too is left out.
 */
public final class CaBundle {
  private final List<X509> certificates;

  private CaBundle(List<X509> certificates) {
    this.certificates = certificates;
  }

  /**
   * Decodes a secret's value: PEM text, or PKCS#12 in base64, and what becomes of them when people
   * store them otherwise.
   *
   * @throws UnusableCertificateException when it is neither or holds no certificate, or takes more
   *     time or memory than it may
   */
  public static CaBundle decode(String value) throws UnusableCertificateException {
    Bounds.checkSize(value);
    List<X509> certificates = WrappedValue.unwrap(value).certificates();
    if (certificates.isEmpty()) {
      throw new UnusableCertificateException(
          "no certificate in it; store the authorities' certificates as PEM, one after another");
    }
    return new CaBundle(certificates.stream().distinct().toList());
  }

  /** How many certificates it holds. */
  public int size() {
    return certificates.size();
  }

  /** When the first of them becomes valid: what is not valid yet does no harm. */
  public Instant notBefore() {
    return certificates.stream().map(X509::notBefore).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** When the first of them expires. */
  public Instant notAfter() {
    return first().notAfter();
  }

  /** The subject of the one that expires first, made safe to show. */
  public String firstToExpire() {
    return DistinguishedNames.show(first().subject());
  }

  private X509 first() {
    return certificates.stream().min(Comparator.comparing(X509::notAfter)).orElseThrow();
  }

  /** PEM, one after another. */
  public byte[] toPem() {
    return PemFormat.certificates(certificates);
  }

  @Override
  public String toString() {
    return "CaBundle[" + certificates.size() + " certificates]";
  }
}
