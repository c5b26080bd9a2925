package dev.akvvm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceNotifierTest {
  private static final Duration OTHERWISE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void status_systemdListens_isToldTheLineAsOneWord() throws Exception {
    notifier(Map.of("NOTIFY_SOCKET", "/run/x")).status("1 certificate is up to date");
    assertEquals("STATUS=1 certificate is up to date\nWATCHDOG=1\n", told());
  }

  @Test
  void status_lineThatHoldsAnotherAssignment_isOneLine() throws Exception {
    notifier(Map.of("NOTIFY_SOCKET", "/run/x")).status("a\nMAINPID=1\u001b[2J\u202e");
    assertEquals("STATUS=a\\nMAINPID=1\\u001b[2J\\u202e\nWATCHDOG=1\n", told());
  }

  @Test
  void alive_systemdListens_isASignOfLife() throws Exception {
    notifier(Map.of("NOTIFY_SOCKET", "/run/x")).alive();
    assertEquals("WATCHDOG=1\n", told());
  }

  @Test
  void alive_nobodyListens_nothingIsRun() {
    notifier(Map.of()).alive();
    assertFalse(Files.exists(folder.resolve("told")));
  }

  @Test
  void alive_programIsMissing_agentGoesOn() {
    new ServiceNotifier(
            List.of(folder.resolve("missing").toString()), Map.of("NOTIFY_SOCKET", "/run/x"))
        .alive();
  }

  @Test
  void watchdogPeriod_asSystemdSays_elseTheOther() {
    assertEquals(Duration.ofSeconds(6), period("6000000"));
    assertEquals(OTHERWISE, period("0"));
    assertEquals(OTHERWISE, period("soon"));
    assertEquals(OTHERWISE, notifier(Map.of()).watchdogPeriod(OTHERWISE));
  }

  private Duration period(String microseconds) {
    return notifier(Map.of("WATCHDOG_USEC", microseconds)).watchdogPeriod(OTHERWISE);
  }

  private ServiceNotifier notifier(Map<String, String> variables) {
    String script = "printf '%s\\n' \"$@\" >" + folder.resolve("told");
    return new ServiceNotifier(List.of("sh", "-c", script, "-"), variables);
  }

  private String told() throws Exception {
    return Files.readString(folder.resolve("told"));
  }
}
