package dev.akvvm.emulator;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a request that a {@link Fault} matches. */
public sealed interface Effect {

  /**
   * Answers with this status instead of the service's own answer.
   *
   * @param code 200 to 599
   * @param body sent as it is; empty means the body that the service itself gives with this status
   * @param retryAfter sent as whole seconds in {@code Retry-After}; Key Vault's 429 often has none
   */
  record Status(int code, String body, Optional<Duration> retryAfter) implements Effect {
    public Status {
      if (code < 200 || code > 599) {
        throw new IllegalArgumentException("status must be 200 to 599, not " + code);
      }
      retryAfter.ifPresent(time -> Effect.notNegative("retry after", time));
    }

    /** The status with the service's own body and no Retry-After. */
    public Status(int code) {
      this(code, "", Optional.empty());
    }
  }

  /** Answers as usual, only later by {@code time}. */
  record Delay(Duration time) implements Effect {
    public Delay {
      Effect.notNegative("delay", time);
    }
  }

  /**
   * Keeps the connection open without an answer, for {@code time} or until the emulator closes;
   * then closes it.
   */
  record Hang(Optional<Duration> time) implements Effect {
    public Hang {
      time.ifPresent(value -> Effect.notNegative("hang", value));
    }
  }

  /** Closes the connection at once, without an answer. */
  record Drop() implements Effect {}

  /** Announces the whole body, sends half of it and closes the connection. */
  record Truncate() implements Effect {}

  /**
   * Sends the usual answer byte by byte.
   *
   * @param pause before each
   */
  record Drip(Duration pause) implements Effect {
    public Drip {
      Effect.notNegative("drip", pause);
    }
  }

  /** Keeps status and headers of the usual answer and cuts its body so that it is not JSON. */
  record Malformed() implements Effect {}

  /** Answers 200 with an HTML page, as captive portals and proxies do. */
  record Html() implements Effect {}

  /**
   * Answers 302 to another place.
   *
   * @param location the value of the Location header
   */
  record Redirect(String location) implements Effect {
    public Redirect {
      if (location.isEmpty()) {
        throw new IllegalArgumentException("a redirect needs a location");
      }
    }
  }

  private static void notNegative(String what, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative: " + time);
    }
  }
}
