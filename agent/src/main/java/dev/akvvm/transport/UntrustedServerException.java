package dev.akvvm.transport;

import java.security.cert.CertificateException;

/** A server's certificate is not trusted; the message says why, and what to do. */
final class UntrustedServerException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UntrustedServerException(String reason, CertificateException cause) {
    super(reason, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
