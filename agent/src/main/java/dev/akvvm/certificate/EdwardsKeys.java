package dev.akvvm.certificate;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;

/** Keys of the Edwards curves Ed25519 and Ed448 (RFC 8410). */
final class EdwardsKeys {
  private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");
  private static final ASN1ObjectIdentifier ED448 = new ASN1ObjectIdentifier("1.3.101.113");

  private EdwardsKeys() {}

  static boolean isEd25519(ASN1ObjectIdentifier curve) {
    return curve.equals(ED25519);
  }

  static boolean isKind(ASN1ObjectIdentifier algorithm) {
    return isEd25519(algorithm) || algorithm.equals(ED448);
  }

  static BundleKey of(ASN1ObjectIdentifier curve, ASN1Primitive encoded) throws IOException {
    ASN1OctetString key = ASN1OctetString.getInstance(encoded);
    byte[] secret = key.getOctets();
    byte[] open =
        isEd25519(curve)
            ? new Ed25519PrivateKeyParameters(secret).generatePublicKey().getEncoded()
            : new Ed448PrivateKeyParameters(secret).generatePublicKey().getEncoded();
    return new BundleKey(
        new PrivateKeyInfo(new AlgorithmIdentifier(curve), key),
        PublicKeyValues.Edwards.of(curve, open));
  }
}
