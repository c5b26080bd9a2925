package dev.akvvm.certificate;

/** A value is protected by a password that is not known, or another than the one that is. */
public final class PasswordNeededException extends UnusableCertificateException {
  private static final long serialVersionUID = 1L;

  PasswordNeededException(String reason) {
    super(reason);
  }
}
