package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WatchdogTest {
  /** Shortly before the counter turns negative, as {@link System#nanoTime} may. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);

  private final List<String> told = new ArrayList<>();
  private final Watchdog watchdog =
      new Watchdog(now::get, () -> told.add("alive"), () -> told.add("hung"));

  @Test
  void look_progressWithinPatience_alive() {
    watchdog.look();
    pass(Watchdog.PATIENCE.minusNanos(1));
    watchdog.look();
    watchdog.progress();
    pass(Watchdog.PATIENCE.minusNanos(1));
    watchdog.look();
    assertEquals(List.of("alive", "alive", "alive"), told);
  }

  @Test
  void look_noProgressForLong_hungUntilThereIsSome() {
    pass(Watchdog.PATIENCE);
    watchdog.look();
    watchdog.progress();
    watchdog.look();
    assertEquals(List.of("hung", "alive"), told);
  }

  @Test
  void start_whateverTheAgentDoes_looksAgainAndAgain() throws Exception {
    CountDownLatch looks = new CountDownLatch(3);
    new Watchdog(now::get, looks::countDown, () -> {}).start(Duration.ofMillis(5));
    assertTrue(looks.await(20, TimeUnit.SECONDS));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
