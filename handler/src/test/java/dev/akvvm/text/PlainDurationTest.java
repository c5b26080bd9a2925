package dev.akvvm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlainDurationTest {
  @ParameterizedTest
  @CsvSource({
    "-PT5S, 0 s",
    "PT0.9S, 0 s",
    "PT63S, 63 s",
    "PT2M, 2 min",
    "PT119M59S, 119 min",
    "PT2H, 2 h",
    "PT3H20M59S, 3 h 20 min",
    "PT48H, 2 d",
    "PT76H30M, 3 d 4 h"
  })
  void of_duration_isWhatAPersonWouldSay(Duration duration, String expected) {
    assertEquals(expected, PlainDuration.of(duration));
  }
}
