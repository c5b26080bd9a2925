package dev.akvvm.certificate;

import java.io.IOException;

/** The output of a decryption cannot be the original plaintext. */
final class WrongPasswordException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongPasswordException() {
    super("wrong password");
  }
}
