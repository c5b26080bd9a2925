package dev.akvvm.vault;

import dev.akvvm.settings.SecretIdentifier;
import java.time.Duration;
import java.util.Optional;

/**
 * A secret could not be read. The kinds tell the program what to do about it; the message tells a
 * person.
 */
public abstract sealed class VaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> retryAfter;

  private VaultException(String reason, Optional<Duration> retryAfter) {
    super(reason);
    this.retryAfter = retryAfter;
  }

  /** One line for the operator. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /**
   * The same about a plain secret: what is missing or disabled is then no certificate, though that
   * is what most secrets here belong to.
   */
  public String reasonFor(SecretIdentifier plain) {
    return reason();
  }

  /**
   * How long the vault, or whoever gives tokens for it, asked to be left alone, if it did; when
   * throttling it often does not.
   */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** The vault has had too many requests: leave it alone, not only for this secret. */
  public static final class Throttled extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Throttled, with one line for the operator. */
    public Throttled(String reason, Optional<Duration> retryAfter) {
      super(reason, retryAfter);
    }
  }

  /** The vault answers, but does not work at the moment: try again. */
  public static final class Unavailable extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Unavailable, with one line for the operator. */
    public Unavailable(String reason, Optional<Duration> retryAfter) {
      super(reason, retryAfter);
    }
  }

  /**
   * There is no token at the moment: leave the vault alone as a whole; and where tokens come from,
   * if that asked for it.
   */
  public static final class NoToken extends VaultException {
    private static final long serialVersionUID = 1L;

    /** No token, with one line for the operator, and how long not to ask for one. */
    public NoToken(String reason, Optional<Duration> retryAfter) {
      super(reason, retryAfter);
    }
  }

  /** The vault is out of reach: leave it alone as a whole. */
  public static final class Unreachable extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Unreachable, with one line for the operator. */
    public Unreachable(String reason) {
      super(reason, Optional.empty());
    }
  }

  /** The identity has no permission: an operator must change that. */
  public static final class Denied extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Denied, with one line for the operator. */
    public Denied(String reason) {
      super(reason, Optional.empty());
    }
  }

  /** The secret is disabled, perhaps because its certificate has not been issued yet. */
  public static final class Disabled extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Disabled, with one line for the operator. */
    public Disabled(String reason) {
      super(reason, Optional.empty());
    }

    @Override
    public String reasonFor(SecretIdentifier plain) {
      return plain + ": the secret is disabled; enable it";
    }
  }

  /** There is no such secret: an operator must create it, or correct the settings. */
  public static final class NotFound extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Not found, with one line for the operator. */
    public NotFound(String reason) {
      super(reason, Optional.empty());
    }

    @Override
    public String reasonFor(SecretIdentifier plain) {
      return plain
          + (plain.version().isPresent()
              ? ": no such version, or no secret of that name; correct the URL in observedSecrets,"
                  + " or leave the version out to follow new ones"
              : ": no such secret; create it, recover it if it was deleted, or correct the URL in"
                  + " observedSecrets");
    }
  }
}
