package dev.akvvm.certificate;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** RSA private keys, checked number by number, because servers compute with all of them. */
final class RsaKeys {
  private RsaKeys() {}

  /** Any signature, or those of RSASSA-PSS alone: the numbers are the same. */
  static boolean isKind(ASN1ObjectIdentifier algorithm) {
    return algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
        || algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  /**
   * A key.
   *
   * @param algorithm kept where it restricts the key to RSASSA-PSS, as it must be in the
   *     certificate
   */
  static BundleKey of(AlgorithmIdentifier algorithm, ASN1Primitive encoded)
      throws IOException, UnusableCertificateException {
    RSAPrivateKey key = RSAPrivateKey.getInstance(encoded);
    int bits = key.getModulus().bitLength();
    if (bits > Bounds.MAX_RSA_BITS) {
      throw new UnusableCertificateException(
          "its RSA key has " + bits + " bits; use 2048, 3072 or 4096");
    }
    if (!holdsTogether(key)) {
      throw BundleKey.damaged();
    }
    PrivateKeyInfo info =
        new PrivateKeyInfo(
            algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
                ? algorithm
                : new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            key);
    return new BundleKey(info, new PublicKeyValues.Rsa(key.getModulus(), key.getPublicExponent()));
  }

  private static boolean holdsTogether(RSAPrivateKey key) {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    return fits(p, key)
        && fits(q, key)
        && fits(key.getPublicExponent(), key)
        && fits(key.getPrivateExponent(), key)
        && p.multiply(q).equals(key.getModulus())
        && isInverse(key.getPublicExponent(), key.getExponent1(), p, key)
        && isInverse(key.getPublicExponent(), key.getExponent2(), q, key)
        && isInverse(key.getPublicExponent(), key.getPrivateExponent(), p, key)
        && isInverse(key.getPublicExponent(), key.getPrivateExponent(), q, key)
        && fits(key.getCoefficient(), key)
        && key.getCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
  }

  private static boolean isInverse(
      BigInteger exponent, BigInteger other, BigInteger prime, RSAPrivateKey key) {
    return fits(other, key)
        && exponent.multiply(other).mod(prime.subtract(BigInteger.ONE)).equals(BigInteger.ONE);
  }

  /** Bounds the arithmetic: no number of a key is longer than its modulus. */
  private static boolean fits(BigInteger number, RSAPrivateKey key) {
    return number.signum() > 0 && number.compareTo(key.getModulus()) < 0;
  }
}
