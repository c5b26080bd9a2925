package dev.akvvm.sync;

import dev.akvvm.retry.Backoff;
import java.time.Duration;

/**
 * How long to wait between two polls of a certificate.
 *
 * @param interval the operator's
 * @param jitter what this machine adds to it, so that a fleet does not poll in step
 */
public record PollPolicy(Duration interval, Duration jitter) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration MOST_TOLERANCE = Duration.ofMinutes(1);

  /** Somebody must act before these can succeed; the first seconds are not worth a request. */
  private static final Backoff FOR_OPERATOR = new Backoff(Duration.ofSeconds(2), LONGEST_PAUSE);

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE);

  /** The policy of this machine, which polls at another time of the interval than others. */
  public static PollPolicy ofMachine(Duration interval) {
    return of(interval, MachineJitter.fraction());
  }

  /**
   * The policy of a machine.
   *
   * @param fraction 0 up to 1, always the same on one machine: the jitter is that part of a tenth
   *     of the interval
   */
  public static PollPolicy of(Duration interval, double fraction) {
    return new PollPolicy(
        interval, Duration.ofMillis((long) (interval.toMillis() * fraction / 10)));
  }

  /**
   * How much sooner than its time a certificate is polled when others are polled anyway: a tenth of
   * the interval, a minute at most.
   */
  Duration tolerance() {
    Duration tenth = interval.dividedBy(10);
    return tenth.compareTo(MOST_TOLERANCE) < 0 ? tenth : MOST_TOLERANCE;
  }

  /** After a success. */
  Duration untilNext() {
    return interval.plus(jitter);
  }

  /**
   * After a failure: doubling from the kind's first pause up to the interval or five minutes,
   * whichever is less, and never less than the vault asked for.
   *
   * @param inARow how many times it has failed by now, from 1
   */
  Duration untilRetry(Failure failure, int inARow) {
    Backoff backoff = failure.kind() == Failure.Kind.NEEDS_OPERATOR ? FOR_OPERATOR : BACKOFF;
    return backoff.within(interval).pauseAfter(inARow, failure.retryAfter());
  }
}
