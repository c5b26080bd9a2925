package dev.akvvm.agent;

import java.util.Locale;

/** Why the launcher has started this process. */
enum Begin {
  /** The service was started, or this program could not work before. */
  START,
  /** Somebody wants everything polled now. */
  NOW,
  /** Something is due. */
  DUE;

  /** As the launcher writes it. */
  static Begin of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether everything is polled in the first pass. */
  boolean isEverything() {
    return this != DUE;
  }
}
