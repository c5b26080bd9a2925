package dev.akvvm.onrenewal;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of an action after a renewal.
 *
 * @param action the way an operator would call it: {@code reload of nginx.service}
 * @param phase how far it is
 * @param doneAt when it worked last; empty while it has not
 * @param message one line: why it failed and when it is tried again, or since when it has been
 *     running; empty when it is done
 */
public record ActionState(String action, Phase phase, Optional<Instant> doneAt, String message) {
  /** How far an action is. */
  public enum Phase {
    /** It has failed, and is tried again. */
    FAILING,
    /** It has begun and not ended. */
    RUNNING,
    /** It has worked. */
    DONE
  }

  /** An action that has failed: why, and when it is tried again. */
  public static ActionState failing(String action, String message) {
    return new ActionState(action, Phase.FAILING, Optional.empty(), message);
  }

  /** An action that has begun: since when. */
  public static ActionState running(String action, String message) {
    return new ActionState(action, Phase.RUNNING, Optional.empty(), message);
  }

  /** An action that has worked. */
  public static ActionState done(String action, Instant at) {
    return new ActionState(action, Phase.DONE, Optional.of(at), "");
  }

  /** Whether it has failed. */
  public boolean isFailing() {
    return phase == Phase.FAILING;
  }

  /** Whether it has begun and not ended. */
  public boolean isRunning() {
    return phase == Phase.RUNNING;
  }
}
