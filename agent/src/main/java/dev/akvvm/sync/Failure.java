package dev.akvvm.sync;

import dev.akvvm.settings.Vault;
import dev.akvvm.vault.VaultException;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a certificate could not be installed.
 *
 * @param kind decides how soon to try again
 * @param reason one line for the operator: what is wrong, and what to do
 * @param retryAfter how long the vault asked to be left alone
 * @param pausing the vault that all certificates leave alone until this one is tried again; empty
 *     when the others go on
 * @param explained what it is a case of, in one word, when the reason holds what the vault was
 *     asked about that: it is not asked again while the case is the same
 */
public record Failure(
    Kind kind,
    String reason,
    Optional<Duration> retryAfter,
    Optional<Vault> pausing,
    Optional<String> explained) {
  /** What the vault's answer calls for. */
  static Failure of(VaultException e, Vault vault) {
    Kind kind =
        switch (e) {
          case VaultException.Throttled _ -> Kind.THROTTLED;
          case VaultException.Unavailable _, VaultException.Unreachable _ -> Kind.TRANSIENT;
          case VaultException.Denied _, VaultException.Disabled _, VaultException.NotFound _ ->
              Kind.NEEDS_OPERATOR;
        };
    boolean isOfTheVault =
        kind == Kind.THROTTLED
            || e instanceof VaultException.Unreachable
            || e.retryAfter().isPresent();
    return new Failure(
        kind,
        e.reason(),
        e.retryAfter(),
        Optional.of(vault).filter(_ -> isOfTheVault),
        Optional.empty());
  }

  /** A person must act. */
  static Failure needsOperator(String reason) {
    return new Failure(
        Kind.NEEDS_OPERATOR, reason, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** True when the vault itself asked to be left alone, rather than being out of reach. */
  boolean hasRetryAfter() {
    return kind == Kind.THROTTLED || retryAfter.isPresent();
  }

  /** The same in other words. */
  Failure withReason(String other) {
    return new Failure(kind, other, retryAfter, pausing, explained);
  }

  /** The same, with all that can be said of this case. */
  Failure explained(String other, String word) {
    return new Failure(kind, other, retryAfter, pausing, Optional.of(word));
  }

  /** The kinds, by who must act. */
  public enum Kind {
    /** The vault, the network or the identity endpoint: passes by itself. */
    TRANSIENT,
    /** The vault asked for fewer requests. */
    THROTTLED,
    /** A person must act: a role, a missing or unusable certificate, the machine's disk. */
    NEEDS_OPERATOR
  }
}
