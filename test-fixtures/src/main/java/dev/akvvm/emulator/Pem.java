package dev.akvvm.emulator;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** PEM text. */
final class Pem {
  private Pem() {}

  /** Key Vault's PEM: the private key as PKCS#8 first, then the certificates. */
  static String bundle(Optional<PrivateKey> key, List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    key.ifPresent(present -> text.append(block("PRIVATE KEY", present.getEncoded())));
    certificates.forEach(certificate -> text.append(certificate(certificate)));
    return text.toString();
  }

  static String certificate(X509Certificate certificate) {
    return block("CERTIFICATE", der(certificate));
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without encoding", e);
    }
  }

  private static String block(String label, byte[] der) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
  }
}
