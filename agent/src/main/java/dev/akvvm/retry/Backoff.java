package dev.akvvm.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Pauses between attempts that fail: the first, then twice as long each time, up to the longest.
 * The launcher, {@code bin/akvvm_service}, counts alike in sh when Java itself does not run: 1 s to
 * 300 s.
 *
 * @param first after the first failure
 * @param longest however often it fails
 */
public record Backoff(Duration first, Duration longest) {
  /** More doublings than any pause needs, and fewer than a number of seconds can hold. */
  private static final int MOST_DOUBLINGS = 20;

  /** A pause is never negative, and the longest never shorter than nothing. */
  public Backoff {
    if (first.isNegative() || longest.isNegative()) {
      throw new IllegalArgumentException(
          "pauses cannot be negative: %s, %s".formatted(first, longest));
    }
  }

  /** The same, where nothing is put off longer than this. */
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
   * The same where somebody asked for more.
   *
   * @param floor what was asked for, such as by {@code Retry-After}: it counts even beyond the
   *     longest pause
   */
  public Duration pauseAfter(int failures, Optional<Duration> floor) {
    Duration pause = pauseAfter(failures);
    return floor.filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
  }

  /**
   * Whether a time that was remembered can be that of a next attempt: one further off than any
   * pause is that of a clock that has been set since.
   */
  public boolean canBeDue(Instant time, Instant now) {
    return !time.isAfter(now.plus(longest));
  }
}
