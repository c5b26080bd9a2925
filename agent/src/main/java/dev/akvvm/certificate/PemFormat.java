package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** PEM: any order, keys as PKCS#8, PKCS#1 or SEC 1, text between the blocks. */
final class PemFormat {
  private PemFormat() {}

  static ParsedBundle read(String text) throws UnusableCertificateException {
    List<PrivateKeyInfo> keys = new ArrayList<>();
    List<X509> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.all(text)) {
      if (block.isCertificate()) {
        certificates.add(X509.parse(block.content()));
      }
      switch (block.label()) {
        case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" -> keys.add(key(block));
        case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
        default -> {
          // EC PARAMETERS and the like: openssl writes them, but they are not needed.
        }
      }
      Bounds.checkCertificates(certificates.size());
      Bounds.checkKeys(keys.size());
    }
    return new ParsedBundle(keys, certificates);
  }

  /** The certificates alone: a key is not even looked at. */
  static List<X509> certificatesOf(String text) throws UnusableCertificateException {
    List<X509> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.all(text)) {
      if (block.isCertificate()) {
        certificates.add(X509.parse(block.content()));
        Bounds.checkCertificates(certificates.size());
      }
    }
    return certificates;
  }

  private static PrivateKeyInfo key(PemBlock block) throws UnusableCertificateException {
    if (block.encrypted()) {
      throw encrypted();
    }
    try {
      return key(ASN1Sequence.getInstance(Ber.parse(block.content())));
    } catch (IOException | RuntimeException e) {
      throw BundleKey.damaged();
    }
  }

  /**
   * By what it is, not by its label: programs write PKCS#1 and SEC 1 below {@code PRIVATE KEY}, and
   * openssl reads each below any of the three. A version comes first in all of them.
   */
  private static PrivateKeyInfo key(ASN1Sequence key) throws IOException {
    ASN1Encodable second = key.getObjectAt(1);
    if (second instanceof ASN1Integer) {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          RSAPrivateKey.getInstance(key));
    }
    if (second instanceof ASN1OctetString) {
      ECPrivateKey ec = ECPrivateKey.getInstance(key);
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ec.getParametersObject()),
          ec);
    }
    return PrivateKeyInfo.getInstance(key);
  }

  private static UnusableCertificateException encrypted() {
    return new UnusableCertificateException(
        "its private key is encrypted; import it without a password");
  }

  static byte[] certificates(List<X509> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509 certificate : certificates) {
      append(text, "CERTIFICATE", certificate.encoded());
    }
    return text.toString().getBytes(US_ASCII);
  }

  static byte[] key(BundleKey key) {
    StringBuilder text = new StringBuilder();
    append(text, "PRIVATE KEY", key.encoded());
    return text.toString().getBytes(US_ASCII);
  }

  private static void append(StringBuilder text, String label, byte[] content) {
    text.append("-----BEGIN ").append(label).append("-----\n");
    text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
    text.append("\n-----END ").append(label).append("-----\n");
  }
}
