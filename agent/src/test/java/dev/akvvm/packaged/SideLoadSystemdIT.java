package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.VmProcess;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The package on a server with systemd and without the guest agent; python3 unpacks it. */
@Timeout(600)
@OnMachine(systemd = true)
final class SideLoadSystemdIT {
  private static final String UNIT = "akvvm_service";
  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";

  private final Machine machine;

  SideLoadSystemdIT(Machine machine) {
    this.machine = machine;
  }

  @Test
  @Tag("nightly")
  void sideLoad_sameUnitSameCommand_andBothGo() {
    Store store = Store.usual(machine);
    Emulator.Version version = machine.azure().create("web");
    SideLoad sideLoad = SideLoad.in(machine);
    Settings settings =
        Settings.polling(3600, "web").with("acls", List.of(Map.of("user", "nobody")));

    assertEquals("", sideLoad.load(settings).stderr());
    store.awaitInstalled("web", version);
    assertEquals("active\n", machine.output("systemctl", "is-active", UNIT));
    assertEquals("enabled\n", machine.output("systemctl", "is-enabled", UNIT));
    VmProcess launcher = machine.launcher().orElseThrow();
    assertTrue(launcher.commandLine().contains(SideLoad.home(PackageFolder.VERSION)));
    machine.output("setpriv", "--reuid=nobody", "--clear-groups", "cat", store.link("web"));
    String doctor = machine.run("akvvm", "doctor").stdout();
    assertFalse(doctor.contains("fix "), doctor);

    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("systemctl", "restart", UNIT);
    store.awaitInstalled("web", renewed);
    // As after settings that changed nothing: what runs goes on running.
    launcher = machine.launcher().orElseThrow();
    sideLoad.load(settings).output();
    assertEquals(launcher, machine.launcher().orElseThrow());

    sideLoad.run("--remove").output();
    assertFalse(Files.exists(machine.vm().path(UNIT_FILE)));
    assertTrue(machine.launcher().isEmpty());
    assertFalse(Files.exists(machine.vm().path(SideLoad.ROOT)));
    assertTrue(store.names().contains("contoso.web"));
  }
}
