package dev.akvvm.packaged;

import static dev.akvvm.packaged.Reported.extension;
import static dev.akvvm.packaged.Reported.handler;
import static dev.akvvm.packaged.Reported.status;
import static dev.akvvm.packaged.Reported.substatus;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.VmProcess;
import dev.akvvm.vm.Waagent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the package under the real guest agent, from installation to removal. */
@Tag("lifecycle")
@Timeout(180)
@OnMachine
final class WaagentLifecycleIT {
  private static final String OLD = PackageFolder.VERSION;
  private static final String NEW = PackageFolder.NEXT;
  private static final Settings SETTINGS =
      Settings.polling(2, "web", "api").with("requireInitialSync", true);

  private final Machine machine;
  private final Store store;
  private Waagent waagent;

  WaagentLifecycleIT(Machine machine, Store store) {
    this.machine = machine;
    this.store = store;
    machine.azure().create("api");
    waagent = Waagent.start(machine.vm());
    for (String version : List.of(OLD, NEW)) {
      waagent.publish(PackageFolder.NAME, version, PackageFolder.zip());
    }
  }

  @AfterEach
  void stop() {
    waagent.close();
  }

  @Test
  @DisplayName("First enable: transitioning names the missing certificate until it is on disk")
  void goal_certificateIsMissing_transitioningNamesItUntilItIsThere() {
    Report report = waagent.goal(extension(OLD, 0, SETTINGS));
    assertEquals(List.of("install " + OLD, "enable " + OLD), report.operations());
    assertEquals("Ready", handler(report).status());
    assertEquals("transitioning", status(report).status());
    assertEquals(
        List.of("contoso/web", "contoso/api"),
        status(report).substatus().stream().map(Report.Substatus::name).toList());

    Report waiting =
        waagent.pollUntil(
            each -> substatus(each, "contoso/web").message().contains("no such certificate"),
            Machine.SOON);
    assertEquals("transitioning", status(waiting).status());
    assertEquals("error", substatus(waiting, "contoso/web").status());
    assertEquals("success", substatus(waiting, "contoso/api").status());

    machine.azure().create("web");
    Report.Status done = status(awaitSuccess());
    assertEquals("Service start.", done.operation());
    assertTrue(
        done.message().startsWith("Successfully started Key Vault extension service. 20"),
        done.message());
    assertEquals(
        List.of("success", "success"),
        done.substatus().stream().map(Report.Substatus::status).toList());
  }

  @Test
  @DisplayName("The same goal state again, and a new guest agent: nothing is touched")
  void goal_sameSettingsAgain_agentAndStatusAreUntouched() throws IOException {
    installed();
    VmProcess launcher = launcher();
    VmProcess java = java();
    DiskSnapshot status = statusOnDisk(OLD, 0);
    DiskSnapshot certificates = store.snapshot();

    assertEquals(List.of("enable " + OLD), waagent.newGoalState().operations());
    assertEquals(List.of("enable " + OLD), waagent.restart().operations());

    assertEquals(launcher, launcher());
    assertEquals(java, java());
    assertEquals(status, statusOnDisk(OLD, 0));
    assertEquals(certificates, store.snapshot());
    assertEquals("success", status(waagent.report()).status());
  }

  @Test
  @DisplayName("New settings replace the agent; broken ones leave it alone")
  void goal_newSettings_agentIsReplacedAndBrokenOnesLeaveIt() {
    installed();
    VmProcess first = launcher();

    Report report = waagent.goal(extension(OLD, 1, Settings.polling(2, "api")));
    assertEquals(List.of("enable " + OLD), report.operations());
    assertEquals(1, status(report).sequence());
    assertEquals(1, status(awaitSuccess()).substatus().size());
    VmProcess second = launcher();
    assertNotEquals(first, second);
    assertTrue(second.commandLine().endsWith("/bin/akvvm_service 1"), second.commandLine());

    Report broken = waagent.goal(extension(OLD, 2, Settings.polling(2)));
    assertEquals("NotReady", handler(broken).status());
    assertTrue(
        handler(broken).message().contains("observedCertificates cannot be empty"),
        handler(broken).message());
    assertEquals("error", status(broken).status());
    assertEquals(2, status(broken).sequence());
    assertTrue(
        status(broken).message().contains("observedCertificates cannot be empty"),
        status(broken).message());
    assertEquals(second, launcher());
    store.awaitInstalled("api", machine.azure().renew("api"));
  }

  @Test
  @DisplayName("Protected settings are decrypted and never shown")
  void goal_protectedSettings_areDecryptedMergedAndNeverShown() {
    machine.azure().create("web");
    Settings open = Settings.polling(2).with("requireInitialSync", true);
    String secret =
        """
        {"secretsManagementSettings":
          {"observedCertificates": ["https://contoso.vault.azure.net/secrets/web"]%s}}
        """;
    waagent.goal(extension(OLD, 0, open).withProtected(secret.formatted("")));
    assertEquals("success", substatus(awaitSuccess(), "contoso/web").status());
    VmProcess launcher = launcher();

    Report broken =
        waagent.goal(
            extension(OLD, 1, open)
                .withProtected(secret.formatted(", \"pollingIntervalInS\": \"hunter2\"")));
    assertEquals("NotReady", handler(broken).status());
    assertEquals("error", status(broken).status());
    assertTrue(
        status(broken)
            .message()
            .contains(
                "/protectedSettings/secretsManagementSettings/pollingIntervalInS: expected a"
                    + " positive whole number, found a protected value"),
        status(broken).message());
    assertFalse(status(broken).message().contains("hunter2"), status(broken).message());
    assertEquals(53, broken.commands().getLast().exitCode());

    Report list = waagent.goal(extension(OLD, 2, open).withProtected("[\"hunter2\"]"));
    assertTrue(
        status(list).message().endsWith("protectedSettings: decrypted: expected a JSON object"),
        status(list).message());
    assertEquals(launcher, launcher());
    store.awaitInstalled("web", machine.azure().renew("web"));
  }

  @Test
  @DisplayName("Upgrade and downgrade: the agent moves, certificates are not rewritten")
  void goal_upgradeAndDowngrade_agentMovesAndCertificatesStay() throws IOException {
    installed();
    DiskSnapshot certificates = store.snapshot();

    Report up = waagent.goal(extension(NEW, 0, SETTINGS));
    assertEquals(
        List.of(
            "disable " + OLD,
            "update " + NEW,
            "uninstall " + OLD,
            "install " + NEW,
            "enable " + NEW),
        up.operations());
    assertRuns(NEW, OLD, up);
    assertEquals(certificates, store.snapshot());

    Report down = waagent.goal(extension(OLD, 0, SETTINGS));
    assertEquals(
        List.of(
            "disable " + NEW,
            "update " + NEW,
            "uninstall " + NEW,
            "install " + OLD,
            "enable " + OLD),
        down.operations());
    assertRuns(OLD, NEW, down);
    assertEquals(certificates, store.snapshot());
    store.awaitInstalled("web", machine.azure().renew("web"));
  }

  @Test
  @DisplayName("Disable, enable, uninstall: nothing is left but certificates")
  void goal_disableEnableUninstall_nothingIsLeftButCertificates() {
    Extension extension = installed();
    List<String> certificates = store.names();

    waagent.goal(extension.withState(Extension.State.DISABLED));
    assertEquals(List.of(), machine.vm().processes());
    assertEquals("NotReady", handler(waagent.report()).status());

    assertEquals(List.of("enable " + OLD), waagent.goal(extension).operations());
    store.awaitInstalled("web", machine.azure().renew("web"));

    Report gone = waagent.goal(extension.withState(Extension.State.UNINSTALL));
    assertEquals(List.of("disable " + OLD, "uninstall " + OLD), gone.operations());
    assertEquals(List.of(0, 0), gone.commands().stream().map(Report.Command::exitCode).toList());
    assertEquals(List.of(), gone.handlers());
    assertEquals(List.of(), machine.vm().processes());
    assertFalse(new PackageFolder(machine, OLD).exists());
    assertTrue(store.names().containsAll(certificates), store.names().toString());
    machine.output("openssl", "x509", "-noout", "-in", store.link("web"));
  }

  @Test
  @Tag("nightly")
  @DisplayName("The handler is dropped without any command: its processes go by themselves")
  void goal_handlerDroppedWithoutUninstall_processesGoByThemselves() {
    installed();
    Report report = waagent.goal();
    assertEquals(List.of(), report.operations());
    assertFalse(new PackageFolder(machine, OLD).exists());
    machine
        .await()
        .until("no process", Duration.ofSeconds(40), () -> machine.vm().processes().isEmpty());
    machine.output("openssl", "x509", "-noout", "-in", store.link("web"));
  }

  /** Installed, with both certificates on disk. */
  private Extension installed() {
    machine.azure().create("web");
    Extension extension = extension(OLD, 0, SETTINGS);
    waagent.goal(extension);
    awaitSuccess();
    return extension;
  }

  private Report awaitSuccess() {
    return waagent.pollUntil(each -> status(each).status().equals("success"), Machine.SOON);
  }

  /** The agent runs from the one version's folder, and of the other there is nothing. */
  private void assertRuns(String version, String other, Report report) {
    assertEquals("Ready", handler(report).status());
    assertEquals(version, handler(report).version());
    assertEquals(
        report.operations().stream().map(_ -> 0).toList(),
        report.commands().stream().map(Report.Command::exitCode).toList());
    awaitSuccess();
    String home = new PackageFolder(machine, version).home();
    assertTrue(launcher().commandLine().contains(home + "/bin/"), launcher().commandLine());
    assertFalse(new PackageFolder(machine, other).exists());
  }

  private VmProcess launcher() {
    return machine.launcher().orElseThrow(() -> new AssertionError("no agent runs"));
  }

  private VmProcess java() {
    return machine.await().value("one Java", Machine.SOON, () -> one(machine.javas()));
  }

  private static Optional<VmProcess> one(List<VmProcess> processes) {
    return processes.size() == 1 ? Optional.of(processes.getFirst()) : Optional.empty();
  }

  private DiskSnapshot statusOnDisk(String version, int number) throws IOException {
    String file = new PackageFolder(machine, version).statusFile(number);
    return DiskSnapshot.of(machine.vm().path(file));
  }
}
