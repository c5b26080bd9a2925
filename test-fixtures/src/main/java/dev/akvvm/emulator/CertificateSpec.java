package dev.akvvm.emulator;

import java.time.Duration;

/**
 * What a vault's certificate shall be. Start from {@link #of} and change what matters.
 *
 * @param commonName of the subject, and the one DNS name
 * @param chainLength certificates in the bundle, 1 to 10: 1 is self-signed, 2 leaf and root, more
 *     have intermediates between
 * @param notBefore from the moment of issuing; negative lies in the past
 * @param validity from notBefore to the end
 * @param exportable false: the secret comes without a private key
 */
public record CertificateSpec(
    String commonName,
    KeyType keyType,
    BundleFormat format,
    int chainLength,
    ChainOrder order,
    Duration notBefore,
    Duration validity,
    boolean exportable) {

  public CertificateSpec {
    if (commonName.isBlank() || commonName.length() > 64) {
      throw new IllegalArgumentException("commonName must have 1 to 64 characters");
    }
    if (chainLength < 1 || chainLength > 10) {
      throw new IllegalArgumentException("chainLength must be 1 to 10, not " + chainLength);
    }
    if (validity.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("validity must be at least one second, not " + validity);
    }
  }

  /**
   * RSA-2048 as PKCS#12, a chain of three, leaf first, exportable, valid for a year since ten
   * minutes ago.
   */
  public static CertificateSpec of(String commonName) {
    return new CertificateSpec(
        commonName,
        KeyType.RSA_2048,
        BundleFormat.PKCS12,
        3,
        ChainOrder.LEAF_FIRST,
        Duration.ofMinutes(-10),
        Duration.ofDays(365),
        true);
  }

  /** The same with another key type. */
  public CertificateSpec with(KeyType other) {
    return new CertificateSpec(
        commonName, other, format, chainLength, order, notBefore, validity, exportable);
  }

  /** The same in another form. */
  public CertificateSpec with(BundleFormat other) {
    return new CertificateSpec(
        commonName, keyType, other, chainLength, order, notBefore, validity, exportable);
  }

  /** The same with another chain. */
  public CertificateSpec withChain(int length, ChainOrder otherOrder) {
    return new CertificateSpec(
        commonName, keyType, format, length, otherOrder, notBefore, validity, exportable);
  }

  /** The same with other times. */
  public CertificateSpec withValidity(Duration otherNotBefore, Duration otherValidity) {
    return new CertificateSpec(
        commonName, keyType, format, chainLength, order, otherNotBefore, otherValidity, exportable);
  }

  /** The same with a policy that keeps the key in the vault. */
  public CertificateSpec notExportable() {
    return new CertificateSpec(
        commonName, keyType, format, chainLength, order, notBefore, validity, false);
  }
}
