package dev.akvvm.identity;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of a request to a managed identity endpoint.
 *
 * @param status the HTTP status, or {@link #NONE}
 * @param body the answer's body; without an answer, why there is none
 * @param challenge the header {@code WWW-Authenticate}, empty where there is none
 * @param location the header {@code Location}, empty where there is none
 * @param retryAfter how long the endpoint asks to be left alone
 */
record TokenResponse(
    int status, String body, String challenge, String location, Optional<Duration> retryAfter) {
  /** No answer came. */
  static final int NONE = 0;

  static TokenResponse none(String cause) {
    return new TokenResponse(NONE, cause, "", "", Optional.empty());
  }

  /** Whether the same request may have another answer some seconds later. */
  boolean mayPassSoon() {
    return status == NONE || status == 404 || status == 429 || status >= 500;
  }

  /**
   * Whether the endpoint refuses, rather than failing for the moment. 410 comes while it is
   * updated.
   */
  boolean isRefusal() {
    return status >= 400 && status != 410 && !mayPassSoon();
  }

  /** The same, with what is left of the pause. */
  TokenResponse retryAfter(Duration left) {
    return new TokenResponse(status, body, challenge, location, Optional.of(left));
  }

  /** A token may be in it: it must not be shown. */
  @Override
  public String toString() {
    return "TokenResponse[status=" + status + "]";
  }
}
