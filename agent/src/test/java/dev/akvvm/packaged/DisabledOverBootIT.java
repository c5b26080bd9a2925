package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.SystemdVm;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was disabled stays so when the machine boots. */
@Tag("lifecycle")
@Timeout(300)
final class DisabledOverBootIT {
  private static final Settings SETTINGS = Settings.polling(3600, "web");

  @Test
  @DisplayName("Disable and reboot: no agent runs until the next enable")
  void disable_machineReboots_noAgentUntilEnable(@TempDir Path disk) {
    SystemdVm.Options options = SystemdVm.Options.debian12().withDisk(disk);
    PackageFolder handler;
    try (Machine machine = Machine.startWithSystemd(options)) {
      machine.azure().create("web");
      handler = PackageFolder.unpackedIn(machine);
      handler.run(0, "install").output();
      handler.enable(0, SETTINGS);
      assertEquals("enabled", isEnabled(machine));
      handler.run(0, "disable").output();
      assertEquals("disabled", isEnabled(machine));
    }
    try (Machine machine = Machine.startWithSystemd(options)) {
      handler = new PackageFolder(machine, PackageFolder.VERSION);
      assertTrue(machine.launcher().isEmpty());
      assertEquals(
          "inactive", machine.run("systemctl", "is-active", "akvvm_service").stdout().strip());
      Emulator.Version version = machine.azure().create("web");
      handler.enable(1, SETTINGS);
      assertEquals("enabled", isEnabled(machine));
      Store.usual(machine).awaitInstalled("web", version);
    }
  }

  private static String isEnabled(Machine machine) {
    return machine.run("systemctl", "is-enabled", "akvvm_service").stdout().strip();
  }
}
