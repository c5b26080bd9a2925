package dev.akvvm.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  @Test
  void pauseAfter_moreFailures_doublesUpToTheLongest() {
    assertEquals(
        "[1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]",
        IntStream.rangeClosed(1, 11)
            .mapToObj(n -> BACKOFF.pauseAfter(n).toSeconds())
            .toList()
            .toString());
    assertEquals(Duration.ofMinutes(5), BACKOFF.pauseAfter(Integer.MAX_VALUE));
    assertEquals(Duration.ofSeconds(1), BACKOFF.pauseAfter(0));
  }

  @Test
  void pauseAfter_floor_countsOnlyWhereItIsLonger() {
    Optional<Duration> floor = Optional.of(Duration.ofSeconds(30));
    assertEquals(Duration.ofSeconds(30), BACKOFF.pauseAfter(1, floor));
    assertEquals(Duration.ofSeconds(64), BACKOFF.pauseAfter(7, floor));
    assertEquals(Duration.ofHours(2), BACKOFF.pauseAfter(99, Optional.of(Duration.ofHours(2))));
    assertEquals(Duration.ofSeconds(2), BACKOFF.pauseAfter(2, Optional.empty()));
  }

  @Test
  void within_shorterThanTheLongest_isTheLongest() {
    assertEquals(Duration.ofSeconds(5), BACKOFF.within(Duration.ofSeconds(5)).pauseAfter(9));
    assertEquals(BACKOFF, BACKOFF.within(Duration.ofHours(1)));
  }

  @Test
  void canBeDue_beyondTheLongestPause_isFalse() {
    assertTrue(BACKOFF.canBeDue(NOW.plusSeconds(300), NOW));
    assertFalse(BACKOFF.canBeDue(NOW.plusSeconds(301), NOW));
    assertTrue(BACKOFF.canBeDue(Instant.EPOCH, NOW));
  }

  @Test
  void create_negative_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
  }
}
