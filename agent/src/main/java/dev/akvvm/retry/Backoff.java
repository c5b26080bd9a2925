package dev.akvvm.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Pauses between failing attempts: the first, then twice as long each time, up to the longest. The
 * launcher, {@code bin/akvvm_service}, does the same in sh when Java itself does not run: 1 s to
 * 300 s.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause, however often it fails
 */
public record Backoff(Duration first, Duration longest) {
  /** More doublings than any pause needs, and fewer than a number of seconds can hold. */
  private static final int MOST_DOUBLINGS = 20;

  /** Neither pause is ever negative. */
  public Backoff {
    if (first.isNegative() || longest.isNegative()) {
      throw new IllegalArgumentException(
          "pauses cannot be negative: %s, %s".formatted(first, longest));
    }
  }

  /** The same, with no pause longer than this. */
  public Backoff within(Duration limit) {
    return new Backoff(first, limit.compareTo(longest) < 0 ? limit : longest);
  }

  /**
   * How long to wait.
   *
   * @param failures how many times in a row it has failed by now, from 1
   */
  public Duration pauseAfter(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /**
   * The same if a longer pause was asked for.
   *
   * @param floor the pause asked for, such as by {@code Retry-After}; it applies even beyond the
   *     longest pause
   */
  public Duration pauseAfter(int failures, Optional<Duration> floor) {
    Duration pause = pauseAfter(failures);
    return floor.filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
  }

  /**
   * Whether a remembered time can be that of a next attempt: one further away than any pause means
   * that the clock has been set back since.
   */
  public boolean canBeDue(Instant time, Instant now) {
    return !time.isAfter(now.plus(longest));
  }
}
