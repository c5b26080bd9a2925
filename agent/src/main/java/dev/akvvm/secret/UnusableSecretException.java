package dev.akvvm.secret;

/** A secret's value cannot be written. The message says what to do, and nothing of the value. */
public final class UnusableSecretException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableSecretException(String reason) {
    super(reason);
  }

  /** One line for the operator. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
