package dev.akvvm.sync;

import dev.akvvm.settings.Vault;
import dev.akvvm.vault.VaultException;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a certificate could not be installed.
 *
 * @param kind decides how soon to retry
 * @param reason one line for the operator: what is wrong, and what to do
 * @param retryAfter how long the vault, or whoever gives tokens, asked to be left alone
 * @param pausing what all who depend on it leave alone until this one is retried; empty when they
 *     go on
 * @param explained the kind of failure, in one word, if the reason includes what the vault answered
 *     about it: the vault is not asked again while the word is the same
 */
public record Failure(
    Kind kind,
    String reason,
    Optional<Duration> retryAfter,
    Optional<Source> pausing,
    Optional<String> explained) {
  /**
   * The failure for a vault's answer.
   *
   * @param vault who was asked
   * @param tokens where the tokens for it come from
   */
  static Failure of(VaultException e, Vault vault, Source tokens) {
    Kind kind =
        switch (e) {
          case VaultException.Throttled _ -> Kind.THROTTLED;
          case VaultException.Unavailable _,
              VaultException.Unreachable _,
              VaultException.NoToken _ ->
              Kind.TRANSIENT;
          case VaultException.Denied _, VaultException.Disabled _, VaultException.NotFound _ ->
              Kind.NEEDS_OPERATOR;
        };
    boolean isOfTheVault =
        kind == Kind.THROTTLED
            || e instanceof VaultException.Unreachable
            || e instanceof VaultException.NoToken
            || e.retryAfter().isPresent();
    boolean isOfTokens = e instanceof VaultException.NoToken && e.retryAfter().isPresent();
    return new Failure(
        kind,
        e.reason(),
        e.retryAfter(),
        Optional.of(isOfTokens ? tokens : Source.of(vault)).filter(_ -> isOfTheVault),
        Optional.empty());
  }

  /** An operator must act. */
  static Failure needsOperator(String reason) {
    return new Failure(
        Kind.NEEDS_OPERATOR, reason, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** True when the source itself asked to be left alone, rather than being out of reach. */
  boolean hasRetryAfter() {
    return kind == Kind.THROTTLED || retryAfter.isPresent();
  }

  /** The same with another reason. */
  Failure withReason(String other) {
    return new Failure(kind, other, retryAfter, pausing, explained);
  }

  /** The same, with a reason that explains this kind of failure. */
  Failure explained(String other, String word) {
    return new Failure(kind, other, retryAfter, pausing, Optional.of(word));
  }

  /** The kinds, by who must act. */
  public enum Kind {
    /** The vault, the network or the identity endpoint: goes away by itself. */
    TRANSIENT,
    /** The vault asked for fewer requests. */
    THROTTLED,
    /** An operator must act: a role, a missing or unusable certificate, the machine's disk. */
    NEEDS_OPERATOR
  }
}
