package dev.akvvm.onrenewal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an action has fared that has not worked yet.
 *
 * @param failures how many times in a row it has failed
 * @param due when to try it again; empty for with the next pass
 * @param failure why it failed, in one line
 */
record Attempt(int failures, Optional<Instant> due, String failure) {
  /** A due time that has always been over. */
  static final Instant AT_ONCE = Instant.EPOCH;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /**
   * One more failure.
   *
   * @param interval between two polls: no pause is longer
   */
  static Attempt failed(
      Optional<Attempt> before, ActionResult result, Duration interval, Instant now) {
    int failures = before.map(Attempt::failures).orElse(0) + 1;
    Duration pause = Duration.ofSeconds(1L << Math.min(failures - 1, 20));
    Duration longest = longestPause(interval);
    Instant due = now.plus(pause.compareTo(longest) < 0 ? pause : longest);
    return new Attempt(
        failures, result.isForNextPass() ? Optional.empty() : Optional.of(due), result.line());
  }

  static Duration longestPause(Duration interval) {
    return interval.compareTo(LONGEST_PAUSE) < 0 ? interval : LONGEST_PAUSE;
  }

  /** A time further off than any pause is that of a clock that has been set since. */
  boolean isDue(Instant now, Duration interval, boolean isNewPass) {
    return due.map(time -> !time.isAfter(now) || time.isAfter(now.plus(longestPause(interval))))
        .orElse(isNewPass);
  }

  /** The same, to be tried at once. */
  Attempt atOnce() {
    return new Attempt(failures, Optional.of(AT_ONCE), failure);
  }
}
