package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times are days from now: the offered version is valid from the first to the second. */
final class VersionChoiceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void of_offeredIsValid_isInstalled() {
    assertInstalled(validity(-1, 1), Optional.of(validity(-9, 9)));
    assertInstalled(validity(0, 1), Optional.of(validity(-9, 9)));
    assertInstalled(validity(-1, 0), Optional.of(validity(-9, 9)));
    assertInstalled(validity(-1, 1), Optional.empty());
  }

  @Test
  void of_nothingBetterIsThere_isInstalledWhateverItsValidity() {
    for (Validity offered : new Validity[] {validity(1, 2), validity(-2, -1)}) {
      assertInstalled(offered, Optional.empty());
      assertInstalled(offered, Optional.of(validity(-9, -1)));
      assertInstalled(offered, Optional.of(validity(1, 9)));
    }
  }

  @Test
  void of_offeredIsNotValidYet_isHeldBackUntilItIs() {
    VersionChoice.HoldBack held = held(validity(1, 9), validity(-9, 2));
    assertEquals(day(1), held.validFrom());
    assertEquals(day(1), held.next());
    assertFalse(held.isForcedEarly());
  }

  @Test
  void of_theOneOnDiskExpiresFirst_isHeldBackUntilJustAfterThat() {
    VersionChoice.HoldBack held = held(validity(3, 9), validity(-9, 2));
    assertEquals(day(3), held.validFrom());
    assertEquals(day(2).plusSeconds(1), held.next());
    assertTrue(held.isForcedEarly());
    assertEquals(
        new VersionChoice.Install(),
        VersionChoice.of(validity(3, 9), Optional.of(validity(-9, 2)), held.next()));
  }

  @Test
  void of_lastSecondOfTheOneOnDisk_isStillHeldBackAndNotDueAtOnce() {
    VersionChoice.HoldBack held = held(validity(1, 9), validity(-9, 0));
    assertEquals(NOW.plusSeconds(1), held.next());
  }

  @Test
  void of_offeredHasExpired_isNotInstalled() {
    assertEquals(
        new VersionChoice.Expired(day(-1)),
        VersionChoice.of(validity(-2, -1), Optional.of(validity(-9, 9)), NOW));
  }

  private static VersionChoice.HoldBack held(Validity offered, Validity onDisk) {
    return (VersionChoice.HoldBack) VersionChoice.of(offered, Optional.of(onDisk), NOW);
  }

  private static void assertInstalled(Validity offered, Optional<Validity> onDisk) {
    assertEquals(new VersionChoice.Install(), VersionChoice.of(offered, onDisk, NOW));
  }

  private static Validity validity(int from, int until) {
    return new Validity(day(from), day(until));
  }

  private static Instant day(int days) {
    return NOW.plus(Duration.ofDays(days));
  }
}
