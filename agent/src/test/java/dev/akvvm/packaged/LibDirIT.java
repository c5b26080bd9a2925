package dev.akvvm.packaged;

import static dev.akvvm.packaged.Reported.extension;
import static dev.akvvm.packaged.Reported.status;
import static dev.akvvm.packaged.Reported.substatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.Waagent;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The guest agent's folder is not {@code /var/lib/waagent}: its configuration names another as
 * {@code Lib.Dir}. Only the default store keeps its place.
 */
@Tag("lifecycle")
@Timeout(180)
@OnMachine
final class LibDirIT {
  private static final String OLD = PackageFolder.VERSION;
  private static final String NEW = PackageFolder.NEXT;

  /** With a certificate that only protected settings name, which are opened with a key there. */
  private static final String PROTECTED =
      """
      {"secretsManagementSettings":
        {"observedCertificates": ["https://contoso.vault.azure.net/secrets/web"]}}
      """;

  private final Machine machine;
  private final Store store;
  private final String libDir;
  private final String state;
  private final Waagent waagent;

  LibDirIT(Machine machine, Store store) {
    this.machine = machine;
    this.store = store;
    boolean isSystemd = Files.exists(machine.vm().path("/run/systemd/system"));
    // Where systemd hides what it is not told to show.
    libDir = isSystemd ? "/home/waagent" : "/opt/agent";
    state = isSystemd ? "/home/akvvm" : "/opt/akvvm";
    machine.azure().create("web");
    waagent = Waagent.startIn(machine.vm(), libDir);
    for (String version : List.of(OLD, NEW)) {
      waagent.publish(PackageFolder.NAME, version, PackageFolder.zip());
    }
  }

  @AfterEach
  void stop() {
    waagent.close();
  }

  @Test
  @DisplayName(
      "Lib.Dir elsewhere: all works there, and nothing is in /var/lib/waagent but the store")
  void goal_libDirElsewhere_everythingIsThere() {
    lives();
  }

  @Test
  @Tag("nightly")
  @OnMachine(systemd = true)
  @DisplayName("Lib.Dir in a home, with systemd: the sandbox shows it")
  void goal_libDirInAHomeWithSystemd_everythingIsThere() {
    lives();
    assertFalse(Files.exists(machine.vm().path("/etc/systemd/system/akvvm_service.service")));
  }

  private void lives() {
    Extension extension =
        extension(OLD, 0, Settings.polling(2).with("requireInitialSync", true))
            .withProtected(PROTECTED);
    assertEquals(List.of("install " + OLD, "enable " + OLD), waagent.goal(extension).operations());
    assertEquals("success", substatus(awaitSuccess(), "contoso/web").status());
    assertEquals(
        List.of("Microsoft.Azure.KeyVault.Store"),
        machine.output("ls", "/var/lib/waagent").lines().toList());
    assertTrue(Files.exists(machine.vm().path(state + "/installed.json")));
    assertEquals("", machine.run("ls", "-A", "/var/lib/akvvm").stdout());
    String shown = machine.output("/usr/local/bin/akvvm", "status");
    assertTrue(shown.startsWith("agent: running since "), shown);
    String doctor = machine.output("/usr/local/bin/akvvm", "doctor");
    assertTrue(doctor.contains(", from " + libDir + "/" + PackageFolder.NAME), doctor);

    waagent.goal(
        extension(NEW, 0, Settings.polling(2).with("requireInitialSync", true))
            .withProtected(PROTECTED));
    awaitSuccess();
    store.awaitInstalled("web", machine.azure().renew("web"));

    String plan = machine.output("/usr/local/bin/akvvm", "generalize", "--dry-run");
    assertTrue(plan.contains("keys in " + store.folder() + ": "), plan);
    assertTrue(plan.contains("state in " + state + ": "), plan);

    Report gone =
        waagent.goal(extension(NEW, 0, Settings.polling(2)).withState(Extension.State.UNINSTALL));
    assertEquals(List.of(), gone.handlers());
    assertTrue(machine.launcher().isEmpty());
    assertFalse(Files.isSymbolicLink(machine.vm().path("/usr/local/bin/akvvm")));
  }

  private Report awaitSuccess() {
    return waagent.pollUntil(each -> status(each).status().equals("success"), Machine.SOON);
  }
}
