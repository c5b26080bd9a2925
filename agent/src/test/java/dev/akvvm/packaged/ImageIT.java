package dev.akvvm.packaged;

import static dev.akvvm.packaged.Reported.handler;
import static dev.akvvm.packaged.Reported.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.vm.Execution;
import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.VmProcess;
import dev.akvvm.vm.Waagent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine becomes an image, and another is made from it: the same disk under other numbers. The
 * golden one has a certificate, success in its status, and an action that fails.
 */
@Tag("lifecycle")
@Timeout(180)
@OnMachine
final class ImageIT {
  private static final String VERSION = PackageFolder.VERSION;
  private static final String PROGRAM = "/usr/local/sbin/tell-server";
  private static final String FOLDER = "/var/certs";
  private static final String STATE = "/var/lib/akvvm";
  private static final String MACHINE_ID = "/etc/machine-id";
  private static final String PRODUCT_UUID = "/sys/class/dmi/id/product_uuid";

  private static final String SETTINGS =
      """
      {"secretsManagementSettings": {"pollingIntervalInS": "2", "requireInitialSync": true,
        "certificateStoreLocation": "%s", "observedCertificates": [
          {"url": "https://contoso.vault.azure.net/secrets/web", "onRenewal": {"run": ["%s"]}}]}}
      """
          .formatted(FOLDER, PROGRAM);

  private final Machine machine;
  private final Store store;
  private final Actions actions;
  private final PackageFolder home;
  private Waagent waagent;

  ImageIT(Machine machine) {
    this.machine = machine;
    store = new Store(machine, FOLDER);
    actions = new Actions(machine);
    home = new PackageFolder(machine, VERSION);
    machine.azure().create("web");
    // Whatever hardware the tests run on.
    machine.output("mount", "-t", "tmpfs", "tmpfs", "/sys/class");
    machine.write(PRODUCT_UUID, "d0df4c54-4ecb-4a4b-9954-5bdf3ed5c3b8\n");
    machine.write(MACHINE_ID, "0123456789abcdef0123456789abcdef\n");
    waagent = Waagent.start(machine.vm());
    waagent.publish(PackageFolder.NAME, VERSION, PackageFolder.zip());
  }

  @AfterEach
  void stop() {
    waagent.close();
  }

  /** Numbers of two copies: of a disk that was not emptied, and of one whose machine-id was. */
  @ParameterizedTest
  @ValueSource(strings = {PRODUCT_UUID, MACHINE_ID})
  @DisplayName("A copy of a machine with state in it: nothing of the golden one has an effect")
  void copy_stateIsLeftInIt_startsAsAFreshMachine(String sign) {
    golden();
    powerOff();
    copy(sign);
    DiskSnapshot certificates = store.snapshot();
    Polls polls = new Polls(machine, "web");

    Report report = waagent.goal(settings(0));

    assertEquals(List.of("enable " + VERSION), report.operations());
    assertEquals("Ready", handler(report).status());
    assertEquals(0, status(report).sequence());
    assertTrue(
        commandLog().contains("removed what another machine left in " + STATE), commandLog());
    assertEquals("success", status(awaitSuccess()).status());
    assertEquals("", machine.read(home.statusFile(4)));
    awaitPolls(polls);
    assertEquals(certificates, store.snapshot());
    assertEquals(List.of(), actions.log());
    store.awaitInstalled("web", machine.azure().renew("web"));
    actions.await("copy");
  }

  @Test
  @DisplayName("A copy boots before the guest agent comes: its old settings start nothing")
  void copy_serviceStartsBeforeTheGuestAgent_endsWithoutAnEffect() {
    golden();
    powerOff();
    copy(PRODUCT_UUID);
    String before = machine.read(home.statusFile(4));

    Execution launcher = machine.run(home.home() + "/bin/akvvm_service", "4");

    assertEquals(3, launcher.exitCode());
    assertTrue(
        launcher
            .stderr()
            .contains(
                "the settings 4 were another machine's, whose image this one was made from;"
                    + " waiting for enable"),
        launcher.stderr());
    assertEquals(before, machine.read(home.statusFile(4)));
    assertEquals(List.of(), actions.log());
    Execution doctor = home.run(4, "doctor");
    assertTrue(
        doctor.stdout().contains("image: this machine was made from another's image"),
        doctor.stdout());
    assertEquals(List.of("enable " + VERSION), waagent.goal(settings(0)).operations());
    awaitSuccess();
  }

  /** Side-loaded, there is nobody to deliver others. */
  @Test
  @DisplayName("A copy of a side-loaded machine: the operator's settings count, the state does not")
  void copy_sideLoaded_startsWithItsSettingsAndWithoutItsState() {
    golden();
    powerOff();
    copy(PRODUCT_UUID);
    machine.output("rm", home.home() + "/config/HandlerState");
    machine.output("setsid", "--fork", home.home() + "/bin/akvvm_service", "4");

    machine
        .await()
        .until(
            "the state is the copy's",
            Machine.SOON,
            () -> log().contains("removed what another machine left in " + STATE));
    awaitPolls(new Polls(machine, "web"));
    assertEquals(List.of(), actions.log());
    home.awaitLevel(4, "success");
  }

  @Test
  @DisplayName("A machine is given another machine-id: state is dropped once, and it goes on")
  void machineId_isMadeAnew_agentGoesOn() {
    golden();
    machine.write(MACHINE_ID, "fedcba9876543210fedcba9876543210\n");
    powerOff();
    machine.output("setsid", "--fork", home.home() + "/bin/akvvm_service", "4");
    store.awaitInstalled("web", machine.azure().renew("web"));
    assertEquals(1, log().split("removed what another machine left", -1).length - 1);
  }

  @Test
  @DisplayName("akvvm generalize: nothing of this machine is left but what it names")
  void generalize_thenCopy_startsAsAFreshMachine() {
    golden();
    List<String> files = store.names();

    String plan = home.run(4, "generalize", "--dry-run", "--keys").output();
    assertTrue(plan.contains("agent: would be stopped\n"), plan);
    assertTrue(plan.contains("keys in " + FOLDER + ": 1 file and 1 link would be removed\n"), plan);
    assertTrue(machine.launcher().isPresent());

    String first = home.run(4, "generalize").output();
    assertTrue(
        first.contains(
            "keys in " + FOLDER + ": 1 file and 1 link stay in the image; --keys removes them\n"),
        first);
    assertEquals(files, store.names());
    assertEquals(List.of(), machine.vm().processes());

    machine.write(FOLDER + "/README", "the operator's");
    String second = home.run(4, "generalize", "--keys", "--logs").output();
    assertTrue(second.contains("keys in " + FOLDER + ": 1 file and 1 link removed\n"), second);
    assertEquals(List.of("README"), store.names());
    assertEquals("", machine.output("ls", "-A", STATE));
    assertEquals("", log());
    assertTrue(home.run(4, "generalize", "--keys").output().contains("keys: no store is known\n"));

    copy(PRODUCT_UUID);
    waagent.goal(settings(0));
    awaitSuccess();
    assertFalse(commandLog().contains("another machine"), commandLog());
    actions.await("copy");
  }

  private Extension settings(int sequence) {
    return Extension.enabled(PackageFolder.NAME, VERSION, sequence, SETTINGS);
  }

  private void golden() {
    actions.program(PROGRAM, "echo golden >>" + Actions.LOG + "\nexit 1");
    waagent.goal(settings(4));
    awaitSuccess();
    machine.await().until("the action fails", Machine.SOON, () -> actions.log().contains("golden"));
    machine
        .await()
        .until(
            "the action is pending",
            Machine.SOON,
            () -> machine.read(STATE + "/reloads.json").contains(PROGRAM));
  }

  /** At once, as a machine whose disk is copied while it runs. */
  private void powerOff() {
    machine.launcher().ifPresent(launcher -> machine.kill("KILL", launcher));
    for (VmProcess java : machine.javas()) {
      machine.run("kill", "-KILL", Long.toString(java.pid()));
    }
    machine.await().until("nothing runs", Machine.SOON, () -> machine.vm().processes().isEmpty());
  }

  /** The disk is another machine's now, on which that action would work. */
  private void copy(String sign) {
    String other = machine.read(sign).replace('0', 'e');
    machine.write(sign, other);
    machine.run("rm", "-f", Actions.LOG);
    actions.program(PROGRAM, "echo copy >>" + Actions.LOG);
  }

  private Report awaitSuccess() {
    return waagent.pollUntil(each -> status(each).status().equals("success"), Machine.SOON);
  }

  private void awaitPolls(Polls polls) {
    machine.await().until("two more polls", Machine.SOON, polls::areTwoMore);
  }

  private String commandLog() {
    return machine.read(PackageFolder.LOGS + "/CommandExecution.log");
  }

  private String log() {
    return machine.read(PackageFolder.LOGS + "/akvvm_service.log");
  }
}
