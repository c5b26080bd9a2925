package dev.akvvm.onrenewal;

import java.util.List;
import java.util.Optional;

/**
 * The result of an action.
 *
 * @param line the result, in one line
 * @param worked whether it need not be done again
 * @param isForNextPass whether trying again before the next pass would be pointless
 * @param output what a program that failed printed, as far as it was kept
 */
public record ActionResult(
    String line, boolean worked, boolean isForNextPass, List<String> output) {
  /** Copies the list. */
  public ActionResult {
    output = List.copyOf(output);
  }

  /** The result of something that printed nothing of interest. */
  public ActionResult(String line, boolean worked, boolean isForNextPass) {
    this(line, worked, isForNextPass, List.of());
  }

  /** It is done. */
  public static ActionResult well(Action action) {
    return new ActionResult(action + " done", true, false);
  }

  /** There is no running service to notify. */
  public static ActionResult needless(String line) {
    return new ActionResult(line, true, false);
  }

  /** It is tried again after a pause. */
  public static ActionResult failed(String failure) {
    return new ActionResult(failure, false, false);
  }

  /** Something is missing that an operator must create. */
  public static ActionResult missing(String failure) {
    return new ActionResult(failure, false, true);
  }

  /** The same with what was printed. */
  public ActionResult with(List<String> printed) {
    return new ActionResult(line, worked, isForNextPass, printed);
  }

  /** Why it did not work; empty when it worked. */
  public Optional<String> failure() {
    return worked ? Optional.empty() : Optional.of(line);
  }
}
