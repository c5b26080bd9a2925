package dev.akvvm.certificate;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Tells whether a private and a public key belong together, by computing the public key from the
 * private one. Done on the numbers themselves: the JDK no longer knows the curve P-256K.
 */
final class KeyMatch {
  private KeyMatch() {}

  static boolean matches(PrivateKeyInfo key, SubjectPublicKeyInfo publicKey)
      throws UnusableCertificateException {
    ASN1ObjectIdentifier algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
    if (!algorithm.equals(publicKey.getAlgorithm().getAlgorithm())) {
      return false;
    }
    try {
      if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        return rsaMatches(key, publicKey);
      }
      if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return ecMatches(key, publicKey);
      }
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException("its private key is damaged; import it again");
    }
    throw new UnusableCertificateException(
        "keys of type " + algorithm + " are not supported; use RSA or EC");
  }

  private static boolean rsaMatches(PrivateKeyInfo key, SubjectPublicKeyInfo publicKey)
      throws IOException {
    RSAPrivateKey ours = RSAPrivateKey.getInstance(key.parsePrivateKey());
    RSAPublicKey theirs = RSAPublicKey.getInstance(publicKey.parsePublicKey());
    return ours.getModulus().equals(theirs.getModulus())
        && ours.getPublicExponent().equals(theirs.getPublicExponent());
  }

  private static boolean ecMatches(PrivateKeyInfo key, SubjectPublicKeyInfo publicKey)
      throws IOException {
    ASN1ObjectIdentifier curve =
        ASN1ObjectIdentifier.getInstance(key.getPrivateKeyAlgorithm().getParameters());
    if (!curve.equals(publicKey.getAlgorithm().getParameters())) {
      return false;
    }
    X9ECParameters domain = ECNamedCurveTable.getByOID(curve);
    BigInteger secret = ECPrivateKey.getInstance(key.parsePrivateKey()).getKey();
    ECPoint ours = new FixedPointCombMultiplier().multiply(domain.getG(), secret).normalize();
    ECPoint theirs = domain.getCurve().decodePoint(publicKey.getPublicKeyData().getBytes());
    return ours.equals(theirs);
  }
}
