package dev.akvvm.transport;

/**
 * A request failed before there was an answer. Unchecked, because it must pass through the Azure
 * SDK.
 */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** One line for the operator: what failed, where, and what to look at. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
