package dev.akvvm.identity;

/** A challenge names a key that must not, or cannot, be sent. */
final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableKeyException(String reason) {
    super(reason);
  }
}
