package dev.akvvm.packaged;

import static dev.akvvm.packaged.Deployment.BUSY;
import static dev.akvvm.packaged.Reported.extension;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every step that can fail, or be cut short, does; a new goal state puts it right. */
@Tag("lifecycle")
@Tag("nightly")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OnMachine(systemd = true)
final class InterruptedLifecycleIT {
  private static final String OLD = PackageFolder.VERSION;
  private static final String NEW = PackageFolder.NEXT;

  private final Machine machine;
  private final Deployment deployment;

  InterruptedLifecycleIT(Machine machine, @TempDir Path temp) {
    this.machine = machine;
    deployment = new Deployment(machine, ObstructedPackage.write(temp), OLD, NEW);
  }

  @AfterAll
  void stop() {
    deployment.close();
  }

  @BeforeEach
  void remove() {
    for (String version : new String[] {OLD, NEW}) {
      deployment.goal(extension(version, 0, BUSY).withState(Extension.State.UNINSTALL));
    }
    assertTrue(machine.launcher().isEmpty());
  }

  @ParameterizedTest(
      quoteTextArguments = false,
      name = "Installation whose {0} fails: the next goal state completes it")
  @ValueSource(strings = {"install", "enable"})
  void goal_installationFails_isCompletedLater(String command) {
    machine.write("/run/fail-" + command, "");
    assertEquals(9, failingCode(deployment.goal(extension(OLD, 0, BUSY)), command));
    machine.output("rm", "/run/fail-" + command);
    deployment.installed(OLD, 0);
    deployment.assertWorks(OLD, 0);
  }

  @ParameterizedTest(
      quoteTextArguments = false,
      name = "Upgrade whose {0} fails: the next goal state completes it")
  @ValueSource(strings = {"disable", "update", "uninstall", "install", "enable"})
  void goal_upgradeFails_isCompletedLater(String command) {
    deployment.installed(OLD, 0);
    String certificate = deployment.store().target("web");
    machine.write("/run/fail-" + command, "");
    assertEquals(9, failingCode(deployment.goal(extension(NEW, 0, BUSY)), command));
    machine.output("rm", "/run/fail-" + command);
    deployment.installed(NEW, 0);
    assertEquals(certificate, deployment.store().target("web"));
    deployment.assertWorks(NEW, 0);
  }

  @ParameterizedTest(
      quoteTextArguments = false,
      name = "The guest agent is killed in an upgrade, at {0}: the next one converges")
  @ValueSource(
      strings = {"systemctl-stop", "update", "systemctl-disable", "install", "systemctl-restart"})
  void guestAgent_isKilledInAnUpgrade_nextOneConverges(String moment) {
    deployment.installed(OLD, 4);
    String certificate = deployment.store().target("web");
    deployment.killGuestAgentAt(moment, extension(NEW, 4, BUSY));
    deployment.restartGuestAgent();
    deployment.installed(NEW, 4);
    assertEquals(certificate, deployment.store().target("web"));
    deployment.assertWorks(NEW, 4);
  }

  @Test
  @DisplayName(
      "Downgrade, the newer version's update with the older one's number: certificates stay")
  void goal_downgrade_agentMoves() {
    deployment.installed(NEW, 0);
    Report report = deployment.installed(OLD, 0);
    assertTrue(report.operations().contains("update " + NEW), report.operations().toString());
    deployment.assertWorks(OLD, 0);
  }

  @Test
  @DisplayName("The handler is dropped without any command: the agent ends, and its unit is gone")
  void goal_handlerDropped_agentEndsAndUnitIsGone() {
    deployment.installed(OLD, 0);
    deployment.goal();
    machine
        .await()
        .until(
            "no agent and no unit",
            Machine.SOON,
            () ->
                machine.launcher().isEmpty()
                    && deployment.property("LoadState").equals("not-found"));
  }

  private static int failingCode(Report report, String command) {
    return report.commands().stream()
        .filter(each -> each.operation().equals(command))
        .findFirst()
        .orElseThrow()
        .exitCode();
  }
}
