package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PollPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Failure PASSING =
      new Failure(
          Failure.Kind.TRANSIENT,
          "no network",
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @Test
  void untilNext_anyFraction_addsAtMostATenth() {
    assertEquals(HOUR, PollPolicy.of(HOUR, 0).untilNext());
    assertEquals(HOUR.plusSeconds(180), PollPolicy.of(HOUR, 0.5).untilNext());
    assertEquals(Duration.ofMillis(5250), PollPolicy.of(Duration.ofSeconds(5), 0.5).untilNext());
  }

  @Test
  void untilRetry_passingFailure_doublesUpToFiveMinutes() {
    PollPolicy policy = PollPolicy.of(HOUR, 0.9);
    assertEquals(
        "[1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]",
        IntStream.rangeClosed(1, 11)
            .mapToObj(n -> policy.untilRetry(PASSING, n).toSeconds())
            .toList()
            .toString());
    assertEquals(Duration.ofMinutes(5), policy.untilRetry(PASSING, 100_000));
  }

  @Test
  void untilRetry_shortInterval_neverWaitsLonger() {
    assertEquals(
        Duration.ofSeconds(5), PollPolicy.of(Duration.ofSeconds(5), 0).untilRetry(PASSING, 9));
  }

  @Test
  void untilRetry_standingFailure_startsLater() {
    Failure standing =
        new Failure(
            Failure.Kind.NEEDS_OPERATOR,
            "denied",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertEquals(Duration.ofSeconds(2), PollPolicy.of(HOUR, 0).untilRetry(standing, 1));
    assertEquals(Duration.ofSeconds(4), PollPolicy.of(HOUR, 0).untilRetry(standing, 2));
  }

  @Test
  void untilRetry_retryAfter_isAFloorAndNothingElse() {
    Failure slow = throttled(Duration.ofSeconds(30));
    assertEquals(Duration.ofSeconds(30), PollPolicy.of(HOUR, 0).untilRetry(slow, 1));
    assertEquals(Duration.ofSeconds(64), PollPolicy.of(HOUR, 0).untilRetry(slow, 7));
    assertEquals(
        Duration.ofHours(2), PollPolicy.of(HOUR, 0).untilRetry(throttled(Duration.ofHours(2)), 1));
  }

  private static Failure throttled(Duration retryAfter) {
    return new Failure(
        Failure.Kind.THROTTLED, "429", Optional.of(retryAfter), Optional.empty(), Optional.empty());
  }
}
