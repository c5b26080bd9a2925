package dev.akvvm.certificate;

import org.bouncycastle.asn1.x9.ECNamedCurveTable;

/**
 * What those who use a certificate notice of its key.
 *
 * @param algorithm RSA, EC, Ed25519 or Ed448
 * @param bits its length
 */
public record KeyKind(String algorithm, int bits) {
  private static final int ED25519_BITS = 256;
  private static final int ED448_BITS = 456;

  static KeyKind of(PublicKeyValues key) {
    return switch (key) {
      case PublicKeyValues.Rsa rsa -> new KeyKind("RSA", rsa.modulus().bitLength());
      case PublicKeyValues.Ec ec ->
          new KeyKind("EC", ECNamedCurveTable.getByOID(ec.curve()).getCurve().getFieldSize());
      case PublicKeyValues.Edwards edwards ->
          EdwardsKeys.isEd25519(edwards.curve())
              ? new KeyKind("Ed25519", ED25519_BITS)
              : new KeyKind("Ed448", ED448_BITS);
    };
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
