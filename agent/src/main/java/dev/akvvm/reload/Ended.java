package dev.akvvm.reload;

import java.util.Optional;

/**
 * What came of an action.
 *
 * @param trouble why it did not work, in one line; empty when it worked
 * @param isForNextPass whether to try again before the next pass would be in vain
 */
record Ended(Optional<String> trouble, boolean isForNextPass) {
  static Ended well() {
    return new Ended(Optional.empty(), false);
  }

  static Ended failed(String trouble) {
    return new Ended(Optional.of(trouble), false);
  }

  /** Somebody must create what is missing. */
  static Ended missing(String trouble) {
    return new Ended(Optional.of(trouble), true);
  }

  boolean worked() {
    return trouble.isEmpty();
  }
}
