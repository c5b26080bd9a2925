package dev.akvvm.sync;

import dev.akvvm.vault.VaultException;
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
  /** What the vault's answer calls for. */
  static Failure of(VaultException e) {
    Kind kind =
        switch (e) {
          case VaultException.Throttled _ -> Kind.THROTTLED;
          case VaultException.Unavailable _ -> Kind.PASSING;
          case VaultException.Denied _, VaultException.NotFound _ -> Kind.STANDING;
        };
    return new Failure(kind, e.reason(), e.retryAfter());
  }

  /** A person must act. */
  static Failure standing(String reason) {
    return new Failure(Kind.STANDING, reason, Optional.empty());
  }

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
