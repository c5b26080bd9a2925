package dev.akvvm.emulator;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * One version of a vault's certificate: what a reader of the vault should end up with.
 *
 * @param version 32 hexadecimal digits
 * @param chain leaf first up to the root, whatever the order in the secret's value
 */
public record CertificateVersion(String name, String version, List<X509Certificate> chain) {
  public CertificateVersion {
    chain = List.copyOf(chain);
  }

  /** The certificate itself. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** SHA-256 over the leaf's DER, 64 lower-case hexadecimal digits. */
  public String fingerprint() {
    return HexFormat.of().formatHex(digest("SHA-256", Pem.der(leaf())));
  }

  static byte[] digest(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }
}
