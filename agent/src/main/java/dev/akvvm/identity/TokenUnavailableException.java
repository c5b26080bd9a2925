package dev.akvvm.identity;

/**
 * No token could be obtained. Unchecked, because it must pass through the Azure SDK, which asks for
 * tokens in the middle of a request.
 */
public final class TokenUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  TokenUnavailableException(boolean refused, String message) {
    super(message);
    this.refused = refused;
  }

  /** True when the endpoint refused, false when it did not answer properly. */
  public boolean isRefused() {
    return refused;
  }

  /** One line for the operator. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
