package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PacingTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Failure PASSING =
      new Failure(Failure.Kind.PASSING, "no network", Optional.empty(), Optional.empty());

  @Test
  void untilNext_anyFraction_addsAtMostATenth() {
    assertEquals(HOUR, Pacing.of(HOUR, 0).untilNext());
    assertEquals(HOUR.plusSeconds(180), Pacing.of(HOUR, 0.5).untilNext());
    assertEquals(Duration.ofMillis(5250), Pacing.of(Duration.ofSeconds(5), 0.5).untilNext());
  }

  @Test
  void untilRetry_passingFailure_doublesUpToFiveMinutes() {
    Pacing pacing = Pacing.of(HOUR, 0.9);
    assertEquals(
        "[1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]",
        IntStream.rangeClosed(1, 11)
            .mapToObj(n -> pacing.untilRetry(PASSING, n).toSeconds())
            .toList()
            .toString());
    assertEquals(Duration.ofMinutes(5), pacing.untilRetry(PASSING, 100_000));
  }

  @Test
  void untilRetry_shortInterval_neverWaitsLonger() {
    assertEquals(Duration.ofSeconds(5), Pacing.of(Duration.ofSeconds(5), 0).untilRetry(PASSING, 9));
  }

  @Test
  void untilRetry_standingFailure_startsLater() {
    Failure standing =
        new Failure(Failure.Kind.STANDING, "denied", Optional.empty(), Optional.empty());
    assertEquals(Duration.ofSeconds(2), Pacing.of(HOUR, 0).untilRetry(standing, 1));
    assertEquals(Duration.ofSeconds(4), Pacing.of(HOUR, 0).untilRetry(standing, 2));
  }

  @Test
  void untilRetry_retryAfter_isAFloorAndNothingElse() {
    Failure slow = throttled(Duration.ofSeconds(30));
    assertEquals(Duration.ofSeconds(30), Pacing.of(HOUR, 0).untilRetry(slow, 1));
    assertEquals(Duration.ofSeconds(64), Pacing.of(HOUR, 0).untilRetry(slow, 7));
    assertEquals(
        Duration.ofHours(2), Pacing.of(HOUR, 0).untilRetry(throttled(Duration.ofHours(2)), 1));
  }

  private static Failure throttled(Duration retryAfter) {
    return new Failure(Failure.Kind.THROTTLED, "429", Optional.of(retryAfter), Optional.empty());
  }
}
