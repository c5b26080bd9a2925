package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The machine's clock is set while the agent runs: libfaketime is the clock of the whole package.
 */
@Tag("lifecycle")
@Tag("nightly")
@Timeout(120)
@OnMachine
final class ClockIT {
  private static final String CLOCK = "/run/clock";

  @Test
  @DisplayName("The clock goes back by hours: polling goes on")
  void poll_clockGoesBack_goesOn(Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    machine.write(CLOCK, "+3h\n");
    handler.enable(
        0,
        Settings.polling(2, "web"),
        "LD_PRELOAD=" + library(),
        "FAKETIME_TIMESTAMP_FILE=" + CLOCK,
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
    handler.awaitSubstatus(0, "web", "success: version");
    String log = machine.read(PackageFolder.LOGS + "/akvvm_service.log");
    String later = machine.output("date", "-u", "-d", "+2 hours", "+%F %T").strip();
    assertTrue(log.compareTo(later) > 0, "the agent's clock is the machine's: " + log);
    machine.write(CLOCK, "+0\n");
    machine.output("sleep", "3");
    Store.usual(machine).awaitInstalled("web", machine.azure().renew("web"));
  }

  private static Path library() {
    List<Path> places =
        Arrays.stream(new String[] {"x86_64-linux-gnu/", "aarch64-linux-gnu/", ""})
            .map(folder -> Path.of("/usr/lib", folder, "faketime/libfaketime.so.1"))
            .toList();
    return places.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no libfaketime: run scripts/prepare test"));
  }
}
