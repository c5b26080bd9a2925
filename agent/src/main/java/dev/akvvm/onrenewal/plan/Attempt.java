package dev.akvvm.onrenewal.plan;

import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of an action that has failed.
 *
 * @param failures how many times in a row it has failed
 * @param due when to try it again; empty for the next pass
 * @param failure why it failed, in one line
 */
public record Attempt(int failures, Optional<Instant> due, String failure) {
  /** A due time that is always in the past. */
  public static final Instant AT_ONCE = Instant.EPOCH;

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /**
   * One more failure.
   *
   * @param interval between two polls: the longest pause
   */
  public static Attempt failed(
      Optional<Attempt> before, ActionResult result, Duration interval, Instant now) {
    int failures = before.map(Attempt::failures).orElse(0) + 1;
    Instant due = now.plus(BACKOFF.within(interval).pauseAfter(failures));
    return new Attempt(
        failures, result.isForNextPass() ? Optional.empty() : Optional.of(due), result.line());
  }

  /** The longest pause, whatever has failed. */
  public static Duration longestPause(Duration interval) {
    return BACKOFF.within(interval).longest();
  }

  /** A due time further away than any pause means that the clock has been set back since. */
  public boolean isDue(Occasion occasion, Instant now, Duration interval) {
    Backoff backoff = BACKOFF.within(interval);
    return switch (occasion) {
      case BY_HAND -> true;
      case PASS -> due.isEmpty() || hasCome(due.get(), now, backoff);
      case RETRY -> due.isPresent() && hasCome(due.get(), now, backoff);
    };
  }

  private static boolean hasCome(Instant time, Instant now, Backoff backoff) {
    return !time.isAfter(now) || !backoff.canBeDue(time, now);
  }

  /** The same, to be retried at once. */
  public Attempt atOnce() {
    return new Attempt(failures, Optional.of(AT_ONCE), failure);
  }
}
