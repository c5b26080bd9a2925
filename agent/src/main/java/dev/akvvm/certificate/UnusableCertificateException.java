package dev.akvvm.certificate;

/** A secret's value cannot be installed as a certificate. The message says what to do about it. */
public sealed class UnusableCertificateException extends Exception permits PasswordNeededException {
  private static final long serialVersionUID = 1L;

  UnusableCertificateException(String reason) {
    super(reason);
  }

  /** One line for the operator. */
  public final String reason() {
    return String.valueOf(getMessage());
  }
}
