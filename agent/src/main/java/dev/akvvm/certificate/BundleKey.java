package dev.akvvm.certificate;

import java.io.IOException;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A private key that was found to be usable.
 *
 * @param info the same for the same key, whatever it was wrapped in before
 * @param publicNumbers computed from the private key, so they cannot be another key's
 */
record BundleKey(PrivateKeyInfo info, PublicKeyValues publicNumbers) {
  private static final Map<String, String> KNOWN =
      Map.of("1.2.840.10040.4.1", "DSA", "1.3.101.110", "X25519", "1.3.101.111", "X448");

  /** PKCS#8 in DER. */
  byte[] encoded() {
    try {
      return info.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a key that was parsed can be encoded", e);
    }
  }

  /**
   * Checks a key.
   *
   * @throws UnusableCertificateException when it is damaged or of an unsupported kind
   */
  static BundleKey of(PrivateKeyInfo info) throws UnusableCertificateException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    try {
      ASN1Primitive key = Ber.parse(info.getPrivateKey().getOctets());
      if (RsaKeys.isKind(algorithm)) {
        return RsaKeys.of(info.getPrivateKeyAlgorithm(), key);
      }
      if (EdwardsKeys.isKind(algorithm)) {
        return EdwardsKeys.of(algorithm, key);
      }
      if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return EcKeys.of(info.getPrivateKeyAlgorithm().getParameters(), key);
      }
    } catch (IOException | RuntimeException e) {
      throw damaged();
    }
    throw unsupported(name(algorithm));
  }

  static UnusableCertificateException unsupported(String type) {
    return new UnusableCertificateException(
        "keys of type " + type + " are not supported; use RSA, EC or Ed25519");
  }

  static UnusableCertificateException damaged() {
    return new UnusableCertificateException("its private key is damaged; import it again");
  }

  private static String name(ASN1ObjectIdentifier algorithm) {
    return KNOWN.getOrDefault(algorithm.getId(), algorithm.getId());
  }

  @Override
  public String toString() {
    return "BundleKey[hidden]";
  }
}
