package dev.akvvm.vault;

import java.time.Duration;
import java.util.Optional;

/** A secret could not be read. The kinds tell what to do about it; the message tells a person. */
public abstract sealed class VaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private VaultException(String message) {
    super(message);
  }

  /** One line for the operator. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** The vault has had too many requests: none to it before {@link #retryAfter()} has passed. */
  public static final class Throttled extends VaultException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Throttled, with one line for the operator. */
    public Throttled(String message, Optional<Duration> retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    /** What the vault asked for, if it did; often it does not. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** The vault, or the way to it, does not work now: try again. */
  public static final class Unavailable extends VaultException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    /** Unavailable, with one line for the operator. */
    public Unavailable(String message, Optional<Duration> retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    /** What the vault asked for, if it did. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** The identity may not, or the secret is disabled: somebody must change that. */
  public static final class Denied extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Denied, with one line for the operator. */
    public Denied(String message) {
      super(message);
    }
  }

  /** There is no such secret: somebody must create it, or correct the settings. */
  public static final class NotFound extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Not found, with one line for the operator. */
    public NotFound(String message) {
      super(message);
    }
  }
}
