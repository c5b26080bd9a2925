package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.PassReport.Streak;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StreaksTest {
  private static final Instant TIME = Instant.parse("2026-12-01T02:56:01.123Z");
  private static final ObservedCertificate WEB =
      Observed.certificate("contoso", "web", Path.of("/etc/certs"));

  @Test
  void record_failuresOfSeveralProcesses_areOneStreak() {
    Streaks streaks = recall(Map.of());
    streaks.record(WEB, true, TIME);
    Map<String, String> entries = new TreeMap<>();
    streaks.remember(entries);

    streaks = recall(entries);
    assertEquals(Map.of(WEB, new Streak(1, TIME)), streaks.all());
    streaks.record(WEB, true, TIME.plusSeconds(60));
    assertEquals(Map.of(WEB, new Streak(2, TIME)), streaks.all());
  }

  @Test
  void record_success_endsItForThisPassOnly() {
    Streaks streaks = recall(Map.of());
    streaks.record(WEB, true, TIME);
    streaks.begin();
    streaks.record(WEB, false, TIME.plusSeconds(63));
    assertEquals(Map.of(WEB, new Streak(1, TIME)), streaks.all());
    Map<String, String> entries = new TreeMap<>();
    streaks.remember(entries);
    assertEquals(Map.of(), entries);
    streaks.begin();
    assertEquals(Map.of(), streaks.all());
  }

  @Test
  void recall_unreadable_isForgotten() {
    assertEquals(Map.of(), recall(Map.of("failing " + WEB.link(), "often")).all());
  }

  private static Streaks recall(Map<String, String> entries) {
    return Streaks.recall(List.of(WEB), entries);
  }
}
