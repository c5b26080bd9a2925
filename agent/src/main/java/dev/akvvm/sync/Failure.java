package dev.akvvm.sync;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a certificate could not be installed.
 *
 * @param kind decides how soon to try again
 * @param reason one line for the operator: what is wrong, and what to do
 * @param retryAfter no request to this vault before that; what the vault asked for
 */
public record Failure(Kind kind, String reason, Optional<Duration> retryAfter) {
  /** The kinds, by who must act. */
  public enum Kind {
    /** The vault, the network or the identity endpoint: passes by itself. */
    PASSING,
    /** The vault asked for fewer requests. */
    THROTTLED,
    /** A person must act: a role, a missing or unusable certificate, the machine's disk. */
    STANDING
  }
}
