package dev.akvvm.certificate;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/** EC private keys of named curves. */
final class EcKeys {
  private EcKeys() {}

  /** A key whose curve is named around it (PKCS#8), or else in it (SEC 1). */
  static BundleKey of(@Nullable ASN1Encodable parameters, ASN1Primitive encoded)
      throws IOException, UnusableCertificateException {
    ECPrivateKey key = ECPrivateKey.getInstance(encoded);
    ASN1Encodable named = parameters == null ? key.getParametersObject() : parameters;
    if (named instanceof ASN1Sequence) {
      throw new UnusableCertificateException(
          "its EC key has explicit curve parameters; use a named curve, such as P-256");
    }
    if (!(named instanceof ASN1ObjectIdentifier curve)) {
      throw BundleKey.damaged();
    }
    X9ECParameters domain = ECNamedCurveTable.getByOID(curve);
    if (domain == null) {
      throw new UnusableCertificateException(
          "its EC key is of the unknown curve " + curve + "; use P-256, P-384 or P-521");
    }
    BigInteger secret = key.getKey();
    if (secret.signum() <= 0 || secret.compareTo(domain.getN()) >= 0) {
      throw BundleKey.damaged();
    }
    ECPoint point = new FixedPointCombMultiplier().multiply(domain.getG(), secret).normalize();
    return new BundleKey(info(curve, secret, domain, point), PublicKeyValues.Ec.of(curve, point));
  }

  /** As openssl writes it: the curve around the key, the public key in it. */
  private static PrivateKeyInfo info(
      ASN1ObjectIdentifier curve, BigInteger secret, X9ECParameters domain, ECPoint point)
      throws IOException {
    int length = BigIntegers.getUnsignedByteLength(domain.getN());
    DERSequence key =
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(1),
              new DEROctetString(BigIntegers.asUnsignedByteArray(length, secret)),
              new DERTaggedObject(true, 1, new DERBitString(point.getEncoded(false)))
            });
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
  }
}
