package dev.akvvm.packaged;

import static dev.akvvm.packaged.Deployment.BUSY;
import static dev.akvvm.packaged.Reported.extension;
import static dev.akvvm.packaged.Reported.handler;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.vm.Execution;
import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.SystemdVm;
import dev.akvvm.vm.VmService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of the package where systemd keeps both the agent and the real guest agent. One machine
 * lives through all scenes, one after another; each begins where the last one ends.
 */
@Tag("lifecycle")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SystemdLifecycleIT {
  private static final String V0 = PackageFolder.VERSION;
  private static final String V1 = PackageFolder.NEXT;
  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";
  private static final String LOG = PackageFolder.LOGS + "/akvvm_service.log";

  private Path temp;
  private Path zip;
  private Machine machine;
  private Deployment deployment;
  private Store store;

  @BeforeAll
  void start(@TempDir Path directory) {
    temp = directory;
    zip = ObstructedPackage.write(temp);
    machine = booted();
    store = Store.usual(machine);
    deployment = deployed();
  }

  /** The machine with what was on its disk. */
  private Machine booted() {
    return Machine.startWithSystemd(SystemdVm.Options.debian12().withDisk(temp.resolve("disk")));
  }

  private Deployment deployed() {
    return new Deployment(machine, zip, V0, V1);
  }

  @AfterAll
  void stop() {
    deployment.close();
    machine.close();
  }

  @Test
  @Order(1)
  @DisplayName("Installation: systemd keeps the agent, outside of the guest agent's control group")
  void goal_firstTime_agentHasAControlGroupOfItsOwn() {
    Report report = deployment.installed(V0, 4);
    assertEquals(List.of("install " + V0, "enable " + V0), report.operations());
    String group = machine.read("/proc/" + deployment.launcher().pid() + "/cgroup").strip();
    assertTrue(group.endsWith("/akvvm_service.service"), group);
  }

  @Test
  @Order(2)
  @DisplayName("systemctl restart walinuxagent: the agent lives on, and nothing is touched")
  void guestAgent_isRestarted_agentAndFilesAreUntouched() {
    long agent = deployment.launcher().pid();
    DiskSnapshot certificates = store.snapshot();
    deployment.restartGuestAgent();
    assertEquals(agent, deployment.launcher().pid());
    assertEquals(List.of("enable " + V0), deployment.installed(V0, 4).operations());
    assertEquals(agent, deployment.launcher().pid());
    assertEquals(certificates, store.snapshot());
  }

  @Test
  @Order(3)
  @Tag("nightly")
  @DisplayName("The scope that systemd-run made for enable ends: the agent it started lives on")
  void scope_inWhichEnableRanEnds_agentLivesOn() {
    machine.output("systemctl", "stop", "akvvm_service");
    String script = command("enable", 4) + " && : >/run/enabled && sleep 600";
    List<String> scope = List.of("systemd-run", "--scope", "--unit=enable_1", "sh", "-c", script);
    try (VmService _ = machine.vm().start(scope, temp.resolve("scope.log"))) {
      machine
          .await()
          .until("enable is done", Machine.SOON, () -> deployment.exists("/run/enabled"));
      long agent = deployment.launcher().pid();
      machine.output("systemctl", "stop", "enable_1.scope");
      assertEquals(agent, deployment.launcher().pid());
    }
    deployment.assertWorks(V0, 4);
  }

  @Test
  @Order(4)
  @DisplayName("enable runs twice at once, and beside disable: never two agents")
  void commands_atOnce_areOneAfterTheOther() {
    machine.output("systemctl", "stop", "akvvm_service");
    assertEquals(0, atOnce("enable", "enable").exitCode());
    assertEquals(Long.toString(deployment.launcher().pid()), deployment.property("MainPID"));
    assertEquals(0, atOnce("disable", "enable").exitCode());
    assertTrue(machine.javas().size() <= 1, machine.javas().toString());
    deployment.installed(V0, 4);
    deployment.assertWorks(V0, 4);
  }

  @Test
  @Order(5)
  @DisplayName(
      "Upgrade whose update fails, completed by the next goal state: certificates and log stay,"
          + " services are not told")
  void goal_upgradeFailsAndIsRetried_unitMovesAndCertificatesStay() {
    String log = machine.read(LOG).lines().findFirst().orElseThrow();
    DiskSnapshot certificates = store.snapshot();
    new Actions(machine)
        .program("/etc/akvvm/renewal-hooks/deploy/note", ": >/var/lib/akvvm-test/told");
    machine.write("/run/fail-update", "");
    Report failed = deployment.goal(extension(V1, 4, BUSY));
    assertEquals(List.of("disable " + V0, "update " + V1), failed.operations());
    assertEquals("NotReady", handler(failed).status());
    assertTrue(handler(failed).message().contains("told to fail"), handler(failed).message());

    machine.output("rm", "/run/fail-update");
    assertEquals(
        List.of("update " + V1, "uninstall " + V0, "install " + V1, "enable " + V1),
        deployment.installed(V1, 4).operations());
    assertEquals(certificates, store.snapshot());
    assertTrue(machine.read(LOG).startsWith(log), "the log begins anew");
    assertEquals("enabled", deployment.property("UnitFileState"));
    assertFalse(deployment.exists("/var/lib/akvvm-test/told"), "nothing was renewed");
    deployment.assertWorks(V1, 4);
    machine
        .await()
        .until(
            "services to be told of a renewal",
            Machine.SOON,
            () -> deployment.exists("/var/lib/akvvm-test/told"));
  }

  @Test
  @Order(6)
  @Tag("nightly")
  @DisplayName(
      "Dropped without a command and added again with older settings: the new agent counts")
  void goal_droppedAndAddedAgain_olderNumberIsNotRejected() {
    // An agent that sleeps for an hour looks only every 15 seconds whether it is still wanted.
    deployment.goal(
        extension(V1, 5, Settings.polling(3600, "web").with("requireInitialSync", true)));
    deployment.awaitSuccess();
    machine.await().until("the agent sleeps", Machine.SOON, () -> machine.javas().isEmpty());
    long old = deployment.launcher().pid();
    assertEquals(List.of(), deployment.goal().operations());
    assertEquals(old, deployment.launcher().pid());
    Report report = deployment.installed(V1, 0);
    assertEquals(List.of("install " + V1, "enable " + V1), report.operations());
    assertEquals("Ready", handler(report).status());
    deployment.assertWorks(V1, 0);
  }

  @Test
  @Order(7)
  @DisplayName("The guest agent is killed in the middle of enable: the next one converges")
  void guestAgent_isKilledInEnable_nextOneConverges() {
    deployment.killGuestAgentAt("systemctl-restart", extension(V1, 6, BUSY));
    deployment.restartGuestAgent();
    deployment.installed(V1, 6);
    deployment.assertWorks(V1, 6);
  }

  @Test
  @Order(8)
  @DisplayName(
      "Power cut and reboot: certificates are renewed before and after the guest agent starts")
  void machine_reboots_certificatesAreRenewedWithoutTheGuestAgent() {
    String before = store.target("web");
    deployment.close();
    machine.close();
    machine = booted();
    store = Store.usual(machine);
    assertEquals(before, store.target("web"));
    Emulator.Version renewed = machine.azure().create("web");
    store.awaitInstalled("web", renewed);
    long agent = machine.launcher().orElseThrow().pid();
    deployment = deployed();
    assertEquals(List.of("enable " + V1), deployment.installed(V1, 6).operations());
    assertEquals(agent, deployment.launcher().pid());
    deployment.assertWorks(V1, 6);
  }

  @Test
  @Order(9)
  @DisplayName("Removal with a dead agent: nothing is left but certificates and logs")
  void goal_uninstallWithADeadAgent_unitIsGoneAndCertificatesStay() {
    machine.killService("akvvm_service");
    Extension gone = extension(V1, 6, BUSY).withState(Extension.State.UNINSTALL);
    Report report = deployment.goal(gone);
    assertEquals(List.of("disable " + V1, "uninstall " + V1), report.operations());
    assertEquals(List.of(0, 0), report.commands().stream().map(Report.Command::exitCode).toList());
    assertFalse(deployment.exists(UNIT_FILE));
    assertTrue(machine.launcher().isEmpty());
    assertEquals(List.of(), machine.javas());
    assertFalse(new PackageFolder(machine, V1).exists());
    assertTrue(deployment.exists(LOG));
    machine.output("openssl", "x509", "-noout", "-in", store.link("web"));
  }

  private static String command(String name, int sequence) {
    return "ConfigSequenceNumber=%d /var/lib/waagent/%s-%s/bin/handler %s"
        .formatted(sequence, PackageFolder.NAME, V0, name);
  }

  /** Runs two commands of the version that was installed first at the same moment. */
  private Execution atOnce(String one, String other) {
    return machine.run(
        "sh",
        "-c",
        "%s & first=$!; %s & wait $! && wait $first".formatted(command(one, 4), command(other, 4)));
  }
}
