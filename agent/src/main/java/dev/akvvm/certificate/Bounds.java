package dev.akvvm.certificate;

import java.math.BigInteger;

/**
 * What decoding one value may cost. A vault's secrets hold at most 25 KB, so these limits are far
 * above what honest certificates need, and far below what would starve the other certificates.
 */
final class Bounds {
  /** In characters. */
  static final int MAX_VALUE = 1 << 20;

  /** A chain has about four; some people add all the roots they know. */
  static final int MAX_CERTIFICATES = 50;

  /** The same key may appear several times; beyond this limit keys are not even looked at. */
  static final int MAX_KEYS = 10;

  /**
   * Rounds of key derivation, in all parts together; about a second's work. Honest parts have at
   * most 100,000 each, and there are two: the chain and the key.
   */
  static final long MAX_ROUNDS = 1_000_000;

  /** Key Vault makes RSA keys of 2048 to 4096 bits. */
  static final int MAX_RSA_BITS = 8192;

  private long rounds;

  static void checkSize(String value) throws UnusableCertificateException {
    if (value.length() > MAX_VALUE) {
      throw new UnusableCertificateException(
          "its value is "
              + value.length()
              + " characters long, which no certificate is; is it a certificate's secret?");
    }
  }

  static void checkCertificates(int count) throws UnusableCertificateException {
    if (count > MAX_CERTIFICATES) {
      throw new UnusableCertificateException(
          "more than "
              + MAX_CERTIFICATES
              + " certificates in it; import the certificate with its own chain only");
    }
  }

  static void checkKeys(int count) throws UnusableCertificateException {
    if (count > MAX_KEYS) {
      throw severalKeys();
    }
  }

  static UnusableCertificateException severalKeys() {
    return new UnusableCertificateException(
        "several private keys in it; import the certificate with its own key only");
  }

  /** Counts these rounds before they are done. */
  void spend(BigInteger more) throws UnusableCertificateException {
    if (more.signum() <= 0) {
      throw new UnusableCertificateException("its encryption is damaged; import it again");
    }
    if (more.compareTo(BigInteger.valueOf(MAX_ROUNDS - rounds)) > 0) {
      throw new UnusableCertificateException(
          "its encryption needs more than "
              + MAX_ROUNDS
              + " rounds of key derivation; export it again with fewer, such as 2048");
    }
    rounds += more.longValueExact();
  }
}
