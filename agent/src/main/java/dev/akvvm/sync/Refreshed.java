package dev.akvvm.sync;

import java.util.Optional;

/**
 * What came of a certificate's turn.
 *
 * @param notes what was learnt of a version that was written; empty when none was, and what is
 *     known stays
 */
record Refreshed(Outcome outcome, Optional<Notes> notes) {
  Refreshed(Outcome outcome) {
    this(outcome, Optional.empty());
  }
}
