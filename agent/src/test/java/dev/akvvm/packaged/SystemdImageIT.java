package dev.akvvm.packaged;

import static dev.akvvm.packaged.Deployment.BUSY;
import static dev.akvvm.packaged.Reported.extension;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Report;
import dev.akvvm.vm.SystemdVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a machine that was made from an image does when it boots, before the guest agent comes. */
@Tag("lifecycle")
@Timeout(600)
final class SystemdImageIT {
  private static final String VERSION = PackageFolder.VERSION;
  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";

  /**
   * The guest agent's own way of preparing an image, with nobody to ask; with what drive.py has in
   * place of a module that the machine may lack.
   */
  private static final String DEPROVISION =
      """
      import sys
      sys.path[:0] = ["%1$s/target/waagent", "%1$s/waagent"]
      import drive
      drive.supply_distro()
      from azurelinuxagent.agent import main
      main(["-deprovision", "-force"])
      """
          .formatted(Path.of("../test-fixtures").toAbsolutePath().normalize());

  private final Path disk;
  private Machine machine;
  private Deployment deployment;

  SystemdImageIT(@TempDir Path temporary) {
    disk = temporary.resolve("disk");
    machine = booted();
    deployment = new Deployment(machine, PackageFolder.zip(), VERSION);
    deployment.installed(VERSION, 4);
  }

  private Machine booted() {
    return Machine.startWithSystemd(SystemdVm.Options.debian12().withDisk(disk));
  }

  @AfterEach
  void stop() {
    deployment.close();
    machine.close();
  }

  @Test
  @Tag("nightly")
  @DisplayName("An image with everything in it: its service starts nothing until enable")
  void copy_notGeneralized_waitsForEnable() throws IOException {
    bootCopy();

    machine
        .await()
        .until(
            "the service has given up",
            Machine.SOON,
            () -> deployment.property("ActiveState").equals("failed"));
    assertEquals("3", deployment.property("ExecMainStatus"));
    assertEquals("0", deployment.property("NRestarts"));
    String journal = machine.output("journalctl", "-u", "akvvm_service", "-b", "-o", "cat");
    assertTrue(journal.contains("the settings 4 were another machine's"), journal);

    Report report = deployment.goal(extension(VERSION, 0, BUSY));
    assertEquals(List.of("enable " + VERSION), report.operations());
    deployment.assertWorks(VERSION, 0);
  }

  @Test
  @Tag("nightly")
  @DisplayName("An image after akvvm generalize --keys: no unit, no key, no state")
  void copy_generalized_startsAsAFreshMachine() throws IOException {
    String said = machine.output("/usr/local/bin/akvvm", "generalize", "--keys");
    assertTrue(said.contains("agent: stopped\n"), said);
    assertTrue(said.contains("waagent -deprovision next\n"), said);
    bootCopy();

    assertFalse(deployment.exists(UNIT_FILE));
    assertEquals(List.of(), deployment.store().names());
    assertEquals("not-found", deployment.property("LoadState"));
    Report report = deployment.goal(extension(VERSION, 0, BUSY));
    assertEquals(List.of("enable " + VERSION), report.operations());
    deployment.assertWorks(VERSION, 0);
  }

  @Test
  @DisplayName("An image after waagent -deprovision: what is left does no harm, and goes")
  void copy_deprovisioned_startsAsAFreshMachine() throws IOException {
    machine.write("/etc/waagent.conf", "Logs.Verbose=n\n");
    machine.output("python3", "-B", "-c", DEPROVISION);
    assertFalse(deployment.exists("/var/lib/waagent/Microsoft.Azure.KeyVault.Store"));
    assertTrue(deployment.exists("/var/lib/akvvm/pass.properties"));
    bootCopy();

    machine
        .await()
        .until(
            "the unit has removed itself",
            Duration.ofSeconds(60),
            () -> !deployment.exists(UNIT_FILE) && !deployment.exists("/usr/local/bin/akvvm"));
    Report report = deployment.goal(extension(VERSION, 0, BUSY));
    assertEquals(List.of("install " + VERSION, "enable " + VERSION), report.operations());
    deployment.assertWorks(VERSION, 0);
    String log = machine.read(PackageFolder.LOGS + "/CommandExecution.log");
    assertTrue(log.contains("removed what another machine left in /var/lib/akvvm"), log);
  }

  /** Without notice, and as another machine; the vault is another, too. */
  private void bootCopy() throws IOException {
    deployment.close();
    machine.close();
    Path machineId = disk.resolve("written/etc/machine-id");
    Files.createDirectories(Objects.requireNonNull(machineId.getParent()));
    Files.writeString(machineId, "fedcba9876543210fedcba9876543210\n");
    machine = booted();
    deployment = new Deployment(machine, PackageFolder.zip(), VERSION);
  }
}
