package dev.akvvm.summary;

import java.time.Instant;
import java.util.Optional;

/**
 * What was last done, or is to be done, after a certificate's renewal.
 *
 * @param action what an operator would call it: {@code reload of nginx.service}
 * @param state how far it is
 * @param at when it was done; empty while it is not
 * @param message one line: why it failed and when it is tried again, or since when it has been
 *     running; empty when it is done
 */
public record ActionSummary(String action, State state, Optional<Instant> at, String message) {
  /** How far an action is. */
  public enum State {
    /** It has worked. */
    DONE,
    /** It has begun and not ended. */
    RUNNING,
    /** It has failed, and is tried again. */
    FAILING
  }
}
