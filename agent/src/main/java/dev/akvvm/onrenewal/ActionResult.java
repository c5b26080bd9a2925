package dev.akvvm.onrenewal;

import java.util.Optional;

/**
 * What came of an action.
 *
 * @param line what came of it, in one line
 * @param worked whether it need not be done any more
 * @param isForNextPass whether to try again before the next pass would be in vain
 */
public record ActionResult(String line, boolean worked, boolean isForNextPass) {
  /** It is done. */
  public static ActionResult well(Action action) {
    return new ActionResult(action + " done", true, false);
  }

  /** There is nobody who would have to be told. */
  public static ActionResult needless(String line) {
    return new ActionResult(line, true, false);
  }

  /** It is tried again after a pause. */
  public static ActionResult failed(String failure) {
    return new ActionResult(failure, false, false);
  }

  /** Somebody must create what is missing. */
  public static ActionResult missing(String failure) {
    return new ActionResult(failure, false, true);
  }

  /** Why it did not work; empty when it worked. */
  public Optional<String> failure() {
    return worked ? Optional.empty() : Optional.of(line);
  }
}
