package dev.akvvm.reload;

import java.util.Optional;

/**
 * What came of an action.
 *
 * @param line what came of it, in one line
 * @param worked whether it need not be done any more
 * @param isForNextPass whether to try again before the next pass would be in vain
 */
record Ended(String line, boolean worked, boolean isForNextPass) {
  static Ended well(Action action) {
    return new Ended(action + " done", true, false);
  }

  /** There is nobody who would have to be told. */
  static Ended needless(String line) {
    return new Ended(line, true, false);
  }

  static Ended failed(String trouble) {
    return new Ended(trouble, false, false);
  }

  /** Somebody must create what is missing. */
  static Ended missing(String trouble) {
    return new Ended(trouble, false, true);
  }

  /** Why it did not work; empty when it worked. */
  Optional<String> trouble() {
    return worked ? Optional.empty() : Optional.of(line);
  }
}
