package dev.akvvm.transport;

import java.security.cert.CertificateException;

/** What a server showed of itself is not believed; the message says why, and what to do. */
final class UntrustedServerException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UntrustedServerException(String reason, CertificateException cause) {
    super(reason, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
