package dev.akvvm.certificate;

import java.io.IOException;

/** What came out of a decryption is not what can have gone in. */
final class WrongPasswordException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongPasswordException(Exception cause) {
    super("wrong password", cause);
  }
}
