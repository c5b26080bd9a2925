package dev.akvvm.sync;

import dev.akvvm.retry.Backoff;
import java.time.Duration;

/**
 * How long to wait between two polls of a certificate.
 *
 * @param interval the operator's interval
 * @param jitter what this machine adds to it, so that a fleet does not poll in step
 */
public record PollPolicy(Duration interval, Duration jitter) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration MOST_TOLERANCE = Duration.ofMinutes(1);

  /**
   * An operator must act before these can succeed; a request in the first seconds would be wasted.
   */
  private static final Backoff FOR_OPERATOR = new Backoff(Duration.ofSeconds(2), LONGEST_PAUSE);

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE);

  /**
   * The policy of this machine, which polls at a different time within the interval than others.
   */
  public static PollPolicy ofMachine(Duration interval) {
    return of(interval, MachineJitter.fraction());
  }

  /**
   * The policy of a machine.
   *
   * @param fraction 0 up to 1, always the same on one machine: the jitter is that fraction of a
   *     tenth of the interval
   */
  public static PollPolicy of(Duration interval, double fraction) {
    return new PollPolicy(
        interval, Duration.ofMillis((long) (interval.toMillis() * fraction / 10)));
  }

  /**
   * How long before it is due a certificate may be polled, when others are polled anyway: a tenth
   * of the interval, at most a minute.
   */
  Duration tolerance() {
    Duration tenth = interval.dividedBy(10);
    return tenth.compareTo(MOST_TOLERANCE) < 0 ? tenth : MOST_TOLERANCE;
  }

  /** The wait after a success. */
  Duration untilNext() {
    return interval.plus(jitter);
  }

  /**
   * The wait after a failure: doubling from the kind's first pause up to the interval or five
   * minutes, whichever is less, and never less than the vault asked for.
   *
   * @param inARow how many times in a row it has failed, from 1
   */
  Duration untilRetry(Failure failure, int inARow) {
    Backoff backoff = failure.kind() == Failure.Kind.NEEDS_OPERATOR ? FOR_OPERATOR : BACKOFF;
    return backoff.within(interval).pauseAfter(inARow, failure.retryAfter());
  }
}
