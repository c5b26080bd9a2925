package dev.akvvm.sync;

import java.time.Instant;

/**
 * From when until when a certificate is valid, both ends included.
 *
 * @param from its first second
 * @param until its last second
 */
record Validity(Instant from, Instant until) {
  boolean includes(Instant now) {
    return !beginsAfter(now) && !hasEnded(now);
  }

  boolean beginsAfter(Instant now) {
    return from.isAfter(now);
  }

  boolean hasEnded(Instant now) {
    return until.isBefore(now);
  }
}
