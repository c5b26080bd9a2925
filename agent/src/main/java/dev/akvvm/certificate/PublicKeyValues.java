package dev.akvvm.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The numbers a public key consists of, equal however they were encoded. The JDK's key classes
 * would not do, because the JDK no longer supports the curve P-256K.
 */
sealed interface PublicKeyValues {
  record Rsa(BigInteger modulus, BigInteger exponent) implements PublicKeyValues {}

  record Ec(ASN1ObjectIdentifier curve, BigInteger x, BigInteger y) implements PublicKeyValues {
    static Ec of(ASN1ObjectIdentifier curve, ECPoint point) {
      ECPoint affine = point.normalize();
      return new Ec(
          curve, affine.getAffineXCoord().toBigInteger(), affine.getAffineYCoord().toBigInteger());
    }
  }

  /**
   * A key of an Edwards curve.
   *
   * @param point in hex, as it is encoded everywhere
   */
  record Edwards(ASN1ObjectIdentifier curve, String point) implements PublicKeyValues {
    static Edwards of(ASN1ObjectIdentifier curve, byte[] point) {
      return new Edwards(curve, HexFormat.of().formatHex(point));
    }
  }

  /** The numbers of a certificate's key; empty when it is not of a kind that we can use. */
  static Optional<PublicKeyValues> of(SubjectPublicKeyInfo info) {
    ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
    try {
      if (RsaKeys.isKind(algorithm)) {
        RSAPublicKey key = RSAPublicKey.getInstance(Ber.parse(info.getPublicKeyData().getOctets()));
        return Optional.of(new Rsa(key.getModulus(), key.getPublicExponent()));
      }
      if (EdwardsKeys.isKind(algorithm)) {
        return Optional.of(Edwards.of(algorithm, info.getPublicKeyData().getOctets()));
      }
      if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
          && info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve) {
        X9ECParameters domain = ECNamedCurveTable.getByOID(curve);
        byte[] point = info.getPublicKeyData().getOctets();
        return Optional.of(Ec.of(curve, domain.getCurve().decodePoint(point)));
      }
    } catch (IOException | UnusableCertificateException | RuntimeException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
