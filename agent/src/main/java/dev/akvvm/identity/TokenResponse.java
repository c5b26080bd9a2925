package dev.akvvm.identity;

/**
 * What came of a request to a managed identity endpoint.
 *
 * @param status of HTTP, or {@link #NONE}
 * @param body the answer's; without one, why there is none
 * @param challenge the header {@code WWW-Authenticate}, empty where there is none
 * @param location the header {@code Location}, empty where there is none
 */
record TokenResponse(int status, String body, String challenge, String location) {
  /** No answer came. */
  static final int NONE = 0;

  static TokenResponse none(String cause) {
    return new TokenResponse(NONE, cause, "", "");
  }

  /** Whether the same question may have another answer some seconds later. */
  boolean mayPassSoon() {
    return status == NONE || status == 404 || status == 429 || status >= 500;
  }

  /** Whether the endpoint refuses, rather than being in trouble. 410 goes with an update of it. */
  boolean isRefusal() {
    return status >= 400 && status != 410 && !mayPassSoon();
  }

  /** A token may be in it: it must not be shown. */
  @Override
  public String toString() {
    return "TokenResponse[status=" + status + "]";
  }
}
