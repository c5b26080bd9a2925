package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The package where systemd keeps the agent. The first machine of a checkout downloads Debian. */
@Timeout(600)
final class SystemdIT {
  private static final String UNIT = "akvvm_service";
  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";
  private static final Settings HOURLY = Settings.polling(3600, "web");

  private Machine machine;
  private PackageFolder handler;
  private Store store;

  @BeforeEach
  void start() {
    machine = Machine.startWithSystemd();
    Emulator.Version version = machine.azure().create("web");
    handler = PackageFolder.unpackedIn(machine);
    store = Store.usual(machine);
    handler.run(0, "install").output();
    handler.enable(0, HOURLY);
    store.awaitInstalled("web", version);
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  @Test
  void enable_unit_isActiveEnabledAndFine() {
    assertEquals("active", systemctl("is-active"));
    assertEquals("enabled", systemctl("is-enabled"));
    Execution status = machine.run("systemctl", "--no-pager", "status", UNIT);
    assertEquals(0, status.exitCode(), status.stdout());
    assertFalse(status.stdout().contains("bad-setting"), status.stdout());
    assertEquals("", machine.run("systemd-analyze", "verify", UNIT_FILE).stderr());
    assertEquals("0", property("NRestarts"));
    assertEquals(machine.launcher().orElseThrow().pid(), Long.parseLong(property("MainPID")));
  }

  @Test
  void restart_byTheOperator_pollsNow() {
    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("systemctl", "restart", UNIT);
    store.awaitInstalled("web", renewed);
  }

  @Test
  void launcher_isKilled_systemdStartsIt() {
    String before = property("MainPID");
    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("kill", "-KILL", before);
    store.awaitInstalled("web", renewed);
    assertNotEquals(before, property("MainPID"));
    assertEquals("active", systemctl("is-active"));
  }

  @Test
  void enable_sameSettingsAgain_mainProcessStays() {
    String before = property("MainPID");
    handler.run(0, "enable").output();
    assertEquals(before, property("MainPID"));
  }

  @Test
  void disableAndUninstall_unit_stopsAndIsGone() {
    handler.run(0, "disable").output();
    assertEquals("inactive", systemctl("is-active"));
    assertEquals(0, machine.launcher().stream().count());
    handler.run(0, "uninstall").output();
    assertFalse(Files.exists(machine.vm().path(UNIT_FILE)));
    assertEquals("not-found", property("LoadState"));
    assertEquals("", machine.run("find", "/etc/systemd/system", "-name", UNIT + "*").stdout());
    assertTrue(store.names().contains("contoso.web"));
  }

  @Test
  void doctor_unitInEveryState_saysWhatToFix() {
    String running = doctor();
    assertTrue(running.contains("ok      systemd: " + UNIT + ".service is active"), running);
    machine.output("systemctl", "disable", UNIT);
    String disabled = doctor();
    assertTrue(
        disabled.contains("fix     systemd: " + UNIT + ".service would not start at boot"),
        disabled);
    machine.output("systemctl", "stop", UNIT);
    String stopped = doctor();
    assertTrue(stopped.contains("fix     systemd: " + UNIT + ".service is not active"), stopped);
    assertTrue(stopped.contains("fix     agent: none runs; enable the extension"), stopped);
  }

  private String doctor() {
    return handler.run(0, "doctor").stdout();
  }

  /** What systemctl says, whatever its exit code. */
  private String systemctl(String verb) {
    return machine.run("systemctl", verb, UNIT).stdout().strip();
  }

  private String property(String name) {
    return machine.output("systemctl", "show", "--value", "--property=" + name, UNIT).strip();
  }
}
