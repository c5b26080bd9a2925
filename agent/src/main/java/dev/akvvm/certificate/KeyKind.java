package dev.akvvm.certificate;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;

/**
 * What those who use a certificate notice of its key.
 *
 * @param algorithm RSA, EC, Ed25519 or Ed448
 * @param bits its length
 * @param name what operators call it: {@code RSA 2048}, {@code P-256}
 */
public record KeyKind(String algorithm, int bits, String name) {
  private static final int ED25519_BITS = 256;
  private static final int ED448_BITS = 456;

  static KeyKind of(PublicKeyValues key) {
    return switch (key) {
      case PublicKeyValues.Rsa rsa -> rsa(rsa.modulus().bitLength());
      case PublicKeyValues.Ec ec ->
          new KeyKind(
              "EC",
              ECNamedCurveTable.getByOID(ec.curve()).getCurve().getFieldSize(),
              curve(ec.curve()));
      case PublicKeyValues.Edwards edwards ->
          EdwardsKeys.isEd25519(edwards.curve())
              ? new KeyKind("Ed25519", ED25519_BITS, "Ed25519")
              : new KeyKind("Ed448", ED448_BITS, "Ed448");
    };
  }

  private static KeyKind rsa(int bits) {
    return new KeyKind("RSA", bits, "RSA " + bits);
  }

  /** As Key Vault calls those that it makes, else as their standard does. */
  private static String curve(ASN1ObjectIdentifier curve) {
    if (curve.equals(SECObjectIdentifiers.secp256k1)) {
      return "P-256K";
    }
    return Optional.ofNullable(NISTNamedCurves.getName(curve))
        .or(() -> Optional.ofNullable(ECNamedCurveTable.getName(curve)))
        .orElse("EC");
  }

  /** Whether it can do for those who expected the other: of the same algorithm, and not shorter. */
  public boolean replaces(KeyKind other) {
    return algorithm.equals(other.algorithm) && bits >= other.bits;
  }

  @Override
  public String toString() {
    return algorithm + " with " + bits + " bits";
  }
}
