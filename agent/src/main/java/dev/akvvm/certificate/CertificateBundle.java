package dev.akvvm.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;

/** A private key with the certificate that matches it and the chain above, leaf first. */
public final class CertificateBundle {
  private final PrivateKeyInfo key;
  private final List<X509CertificateHolder> chain;

  private CertificateBundle(PrivateKeyInfo key, List<X509CertificateHolder> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * Decodes the value of a certificate's secret: PEM text, or PKCS#12 in base64. The order of what
   * is in it means nothing: the leaf is found by the key, the chain by its issuers.
   *
   * @throws UnusableCertificateException when there is no key, several, none that matches a
   *     certificate, or the value is neither format
   */
  public static CertificateBundle decode(String value) throws UnusableCertificateException {
    return of(value.contains("-----BEGIN ") ? PemFormat.read(value) : Pkcs12Format.read(value));
  }

  private static CertificateBundle of(BundleParts parts) throws UnusableCertificateException {
    if (parts.keys().isEmpty()) {
      throw new UnusableCertificateException(
          "no private key in it; make the key exportable in the certificate's policy");
    }
    if (parts.keys().size() > 1) {
      throw new UnusableCertificateException(
          "several private keys in it; import the certificate with its own key only");
    }
    PrivateKeyInfo key = parts.keys().get(0);
    List<X509CertificateHolder> leaves = new ArrayList<>();
    for (X509CertificateHolder certificate : parts.certificates()) {
      if (KeyMatch.matches(key, certificate.getSubjectPublicKeyInfo())) {
        leaves.add(certificate);
      }
    }
    if (leaves.isEmpty()) {
      throw new UnusableCertificateException(
          "no certificate in it matches its private key; import a matching pair");
    }
    return new CertificateBundle(key, Chain.from(leaves.get(0), parts.certificates()));
  }

  /** The start of the leaf's validity. */
  public Instant notBefore() {
    return chain.get(0).getNotBefore().toInstant();
  }

  /** The end of the leaf's validity. */
  public Instant notAfter() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** Full chain, leaf first, then the key as PKCS#8: one file that servers take for both. */
  public byte[] toPem() {
    return PemFormat.write(chain, key);
  }

  @Override
  public String toString() {
    return "CertificateBundle["
        + chain.get(0).getSubject()
        + ", "
        + chain.size()
        + " certificates]";
  }
}
