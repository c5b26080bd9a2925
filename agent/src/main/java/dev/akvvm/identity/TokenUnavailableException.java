package dev.akvvm.identity;

import java.time.Duration;
import java.util.Optional;

/**
 * No token could be obtained. Unchecked, because it must pass through the Azure SDK, which asks for
 * tokens in the middle of a request.
 */
public final class TokenUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean refused;
  private final transient Optional<Duration> retryAfter;

  TokenUnavailableException(boolean refused, String message) {
    this(refused, message, Optional.empty());
  }

  TokenUnavailableException(boolean refused, String message, Optional<Duration> retryAfter) {
    super(message);
    this.refused = refused;
    this.retryAfter = retryAfter;
  }

  /** How long the endpoint asked to be left alone, if it did. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
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
