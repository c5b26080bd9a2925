package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.VmProcess;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package on a machine that has no guest agent. */
@Timeout(180)
@OnMachine
final class SideLoadIT {
  private static final int MISSING_DEPENDENCY = 52;
  private static final int CONFIGURATION = 53;
  private static final String OLD = PackageFolder.VERSION;
  private static final String NEW = PackageFolder.NEXT;
  private static final String COMMAND = "/usr/local/bin/akvvm";
  private static final String AS_NOBODY =
      "setpriv --reuid=nobody --regid=nogroup --clear-groups akvvm ";
  private static final Settings WEB = Settings.polling(3600, "web");

  private final Machine machine;
  private final SideLoad sideLoad;
  private final Store store;

  SideLoadIT(Machine machine, Store store, SideLoad sideLoad) {
    this.machine = machine;
    this.store = store;
    this.sideLoad = sideLoad;
    machine.output("sh", "-ec", "umount /var/lib/waagent && rmdir /var/lib/waagent");
  }

  @Test
  void sideLoad_fromFirstToLast_settingsChangeAndCertificatesStay() {
    Emulator.Version version = machine.azure().create("web");
    Execution first = sideLoad.load(WEB);
    assertEquals("", first.stderr());
    assertLines(
        first.output(),
        "installed; state is kept in /opt/akvvm",
        "the command akvvm is " + COMMAND,
        "the agent was started for settings 0",
        "agent: running since ",
        "contoso/web  current ",
        version.version().substring(0, 8));
    store.awaitInstalled("web", version);
    assertEquals(List.of("700 config", "700 status"), modes("config", "status"));
    assertEquals(List.of("600 config/0.settings"), modes("config/0.settings"));
    VmProcess agent = launcher();
    assertTrue(agent.commandLine().endsWith(home() + "/bin/akvvm_service 0"));

    assertLines(
        sideLoad.load(WEB).output(),
        "the agent is already running for settings 0",
        "contoso/web  current ");
    assertEquals(agent, launcher());
    assertCommandIsForOperators();

    Execution broken = sideLoad.load(Settings.polling(3600));
    assertFails(broken, CONFIGURATION, "observedCertificates cannot be empty");
    assertEquals(agent, launcher());

    machine.azure().create("api");
    Execution second = sideLoad.load(Settings.polling(3600, "web", "api"));
    assertLines(second.output(), "the agent was started for settings 1", "; settings 1; version ");
    assertLines(second.output(), "contoso/web  current ");
    assertLines(second.output(), "contoso/api  current ");
    assertNotEquals(agent, launcher());
    assertEquals(List.of("0.settings", "1.settings"), namesIn("config"));

    Execution gone = sideLoad.run("--remove");
    assertLines(gone.output(), "the agent is stopped", "uninstalled", "removed; certificates stay");
    assertNothingIsLeft();
    assertTrue(store.names().containsAll(List.of("contoso.web", "contoso.api")));
    machine.output("test", "-e", PackageFolder.LOGS + "/akvvm_service.log");
    assertEquals(
        "removed; certificates stay where they are, logs in " + PackageFolder.LOGS + "\n",
        sideLoad.run("--remove").output());
    assertNothingIsLeft();
  }

  @Test
  @Tag("nightly")
  void sideLoad_anotherBuildAndAnotherVersion_takeOver() {
    machine.azure().create("web");
    sideLoad.load(WEB).output();
    VmProcess agent = launcher();
    machine.output("mv", home() + "/config/0.settings", home() + "/config/7.settings");
    machine.write(home() + "/left", "of the build before");
    String rebuilt = sideLoad.repackedAs(OLD);

    assertFails(sideLoad.run(rebuilt, SideLoad.SCRIPT), CONFIGURATION, "not JSON");
    assertEquals(agent, launcher());

    sideLoad.run(rebuilt, SideLoad.SETTINGS).output();
    assertRuns(OLD, 7);
    assertNotEquals(agent, launcher());
    assertFalse(exists(home() + "/left"));

    machine.write(SideLoad.SETTINGS, Settings.polling(1800, "web").json());
    Execution upgrade = sideLoad.run(sideLoad.repackedAs(NEW), SideLoad.SETTINGS);
    assertLines(
        upgrade.output(),
        "the agent is stopped",
        "nothing to update",
        "uninstalled",
        "installed",
        "the command akvvm is",
        "the agent was started for settings 8",
        "contoso/web  current ");
    assertRuns(NEW, 8);
    assertFalse(exists(home()));
    assertEquals("KeyVaultForLinux " + NEW + "\n", machine.output("akvvm", "--version"));
  }

  @Test
  @Tag("nightly")
  void sideLoad_olderVersion_takesOverAgain() {
    machine.azure().create("web");
    sideLoad.load(WEB).output();
    sideLoad.run(sideLoad.repackedAs(NEW), SideLoad.SETTINGS).output();
    assertRuns(NEW, 0);

    sideLoad.load(WEB).output();
    assertRuns(OLD, 0);
    assertFalse(exists(SideLoad.home(NEW)));
    Emulator.Version renewed = machine.azure().renew("web");
    machine.kill("HUP", launcher());
    store.awaitInstalled("web", renewed);
  }

  @Test
  void sideLoad_afterAFailure_repairsAndSaysWhatCertificatesLack() {
    machine.azure();
    Execution failed = sideLoad.load(WEB.with("certificateStoreLocation", "/etc/hostname/store"));
    assertEquals(MISSING_DEPENDENCY, failed.exitCode());
    assertLines(
        failed.stderr(),
        "cannot create the store /etc/hostname/store",
        "side-load: enable failed in " + home());
    assertTrue(machine.launcher().isEmpty());
    machine.write(SideLoad.ROOT + "/.unpacked/bin/handler", "exit 0 # half of a package");
    machine.write(SideLoad.ROOT + "/.discarded/bin/handler", "exit 0 # half of a package");

    String said = sideLoad.load(WEB).output();
    assertLines(said, "contoso/web  failing ", "\ncontoso/web: ", "no such certificate");
    assertRuns(OLD, 1);
    assertFalse(exists(SideLoad.ROOT + "/.unpacked"));
    assertFalse(exists(SideLoad.ROOT + "/.discarded"));
  }

  @Test
  void sideLoad_guestAgentManagesIt_isRefused() {
    machine.write(SideLoad.SETTINGS, WEB.json());
    String theirs = "/var/lib/waagent/Microsoft.Azure.KeyVault.KeyVaultForLinux-3.5.3041.185";
    machine.write(theirs + "/config/HandlerState", "Enabled");
    assertFails(
        sideLoad.run(SideLoad.ZIP, SideLoad.SETTINGS),
        CONFIGURATION,
        "the guest agent manages this extension here (" + theirs + "); remove it");
    assertNothingIsLeft();
  }

  @Test
  void sideLoad_guestAgentWithAnotherFolderManagesIt_isRefused() {
    machine.write(SideLoad.SETTINGS, WEB.json());
    machine.write("/etc/waagent.conf", "# Lib.Dir=/nowhere\nLib.Dir=/srv/agent # moved\n");
    String theirs = "/srv/agent/Akvvm.KeyVaultForLinux-1.0.0";
    machine.write(theirs + "/config/HandlerState", "Enabled");
    assertFails(
        sideLoad.run(SideLoad.ZIP, SideLoad.SETTINGS),
        CONFIGURATION,
        "the guest agent manages this extension here (" + theirs + "); remove it");
    assertNothingIsLeft();
  }

  @Test
  void sideLoad_unitOfAnother_isRefused() {
    machine.write(SideLoad.SETTINGS, WEB.json());
    String unit = "/etc/systemd/system/akvvm_service.service";
    machine.write(unit, "[Service]\nExecStart=/var/lib/waagent/Microsoft/akvvm_service\n");
    assertFails(
        sideLoad.run(SideLoad.ZIP, SideLoad.SETTINGS),
        CONFIGURATION,
        unit + " belongs to another installation");
    assertNothingIsLeft();
  }

  @Test
  void sideLoad_unusableArguments_oneLineSaysWhy() {
    machine.write(SideLoad.SETTINGS, WEB.json());
    assertFails(sideLoad.run(), CONFIGURATION, "usage: side-load ZIP SETTINGS");
    assertFails(sideLoad.run("--purge"), CONFIGURATION, "usage: side-load ZIP SETTINGS");
    assertFails(
        sideLoad.run("/run/no.zip", SideLoad.SETTINGS),
        MISSING_DEPENDENCY,
        "/run/no.zip: no such file");
    assertFails(
        sideLoad.run(SideLoad.SETTINGS, SideLoad.SETTINGS),
        MISSING_DEPENDENCY,
        SideLoad.SETTINGS + " cannot be unpacked to /opt/akvvm: ");
    machine.output("sh", "-ec", "cd /run && python3 -m zipfile -c other.zip side-load");
    assertFails(
        sideLoad.run("/run/other.zip", SideLoad.SETTINGS),
        CONFIGURATION,
        "/run/other.zip is not a package of this extension");
    assertFails(
        machine.run("sh", "-c", "setpriv --reuid=nobody sh " + SideLoad.SCRIPT + " --remove"),
        MISSING_DEPENDENCY,
        "needs root");
    machine.write(SideLoad.SETTINGS, "{\"secretsManagementSettings\": {}}");
    assertFails(
        sideLoad.run(SideLoad.ZIP, SideLoad.SETTINGS),
        CONFIGURATION,
        SideLoad.SETTINGS + ": /secretsManagementSettings/observedCertificates: ");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unzip", "bsdtar", "python3", "busybox"})
  void sideLoad_onlyOneToolUnpacks_isUsed(String tool) {
    // The settings are read by the unpacked program, and end it there.
    machine.write(SideLoad.SETTINGS, "{\"secretsManagementSettings\": {}}");
    assertFails(
        sideLoad.runWithPath(pathWith(tool), SideLoad.ZIP, SideLoad.SETTINGS),
        CONFIGURATION,
        "observedCertificates");
    assertNothingIsLeft();
  }

  @Test
  void sideLoad_nothingUnpacks_saysWhatToInstall() {
    machine.write(SideLoad.SETTINGS, WEB.json());
    assertFails(
        sideLoad.runWithPath(pathWith("none"), SideLoad.ZIP, SideLoad.SETTINGS),
        MISSING_DEPENDENCY,
        "install unzip, bsdtar, python3 or busybox");
    assertNothingIsLeft();
  }

  @Test
  void sideLoad_anotherOneRuns_isRefused() {
    machine.output("sh", "-c", "flock /run/akvvm-side-load.lock sleep 60 >/dev/null 2>&1 &");
    machine
        .await()
        .until(
            "the lock is held",
            Machine.SOON,
            () -> machine.run("flock", "-n", "/run/akvvm-side-load.lock", "true").exitCode() == 1);
    assertFails(sideLoad.run("--remove"), MISSING_DEPENDENCY, "another side-load runs");
  }

  /** A PATH with the usual programs, but of those that unpack only this one. */
  private String pathWith(String tool) {
    String folder = "/run/tools";
    machine.output(
        "sh",
        "-ec",
        """
        mkdir "$1" && cd "$1" && ln -s /usr/bin/* /usr/sbin/* . 2>/dev/null || true
        rm -f unzip bsdtar busybox python3
        [ "$2" = none ] || ln -s "/usr/bin/$2" "$2"
        """,
        "-",
        folder,
        tool);
    return folder;
  }

  private void assertCommandIsForOperators() {
    String status = machine.output("akvvm", "status");
    assertLines(status, "agent: running since ", "polls: every ", "contoso/web  current ");
    // Times are shown to the second, and nothing happens meanwhile.
    assertEquals(status, machine.output((AS_NOBODY + "status").split(" ")));
    assertLines(
        machine.output((AS_NOBODY + "status --json").split(" ")),
        "{\"schema\":1,",
        "\"name\":\"contoso/web\"",
        "\"running\":true,\"health\":\"good\"}");
    assertLines(machine.output("akvvm", "doctor"), "ok      settings: ", "ok      agent: runs");
    assertTrue(machine.output("akvvm", "--help").startsWith("Usage: akvvm [-hV] [COMMAND]"));
    Execution refused = machine.run((AS_NOBODY + "doctor").split(" "));
    assertFails(refused, MISSING_DEPENDENCY, "doctor needs root: run it with sudo\n");
    assertEquals("", refused.stdout());
    String validate = AS_NOBODY + "validate " + SideLoad.SETTINGS;
    assertLines(machine.output(validate.split(" ")), "https://contoso.vault.azure.net/secrets/web");
  }

  private void assertRuns(String version, int number) {
    assertTrue(
        launcher().commandLine().endsWith(SideLoad.home(version) + "/bin/akvvm_service " + number),
        launcher().commandLine());
    assertEquals(
        "home='" + SideLoad.home(version) + "'\n", machine.output("grep", "^home=", COMMAND));
  }

  private void assertNothingIsLeft() {
    assertEquals(List.of(), machine.vm().processes());
    assertFalse(exists(SideLoad.ROOT));
    assertEquals(1, machine.run("test", "-e", COMMAND).exitCode());
  }

  private static void assertFails(Execution execution, int exitCode, String... reasons) {
    assertEquals(exitCode, execution.exitCode(), execution.stderr());
    assertEquals(1, execution.stderr().lines().count(), execution.stderr());
    assertLines(execution.stderr(), reasons);
  }

  /** Each text is somewhere in what was said, in this order. */
  private static void assertLines(String said, String... texts) {
    int at = 0;
    for (String text : texts) {
      int found = said.indexOf(text, at);
      assertTrue(found >= 0, () -> text + " is not, or not there, in\n" + said);
      at = found;
    }
  }

  private VmProcess launcher() {
    return machine.launcher().orElseThrow(() -> new AssertionError("no agent runs"));
  }

  private static String home() {
    return SideLoad.home(OLD);
  }

  private boolean exists(String path) {
    return Files.exists(machine.vm().path(path));
  }

  private List<String> namesIn(String folder) {
    return machine.output("ls", home() + "/" + folder).lines().toList();
  }

  private List<String> modes(String... names) {
    List<String> line = new ArrayList<>(List.of("env", "--chdir=" + home(), "stat", "-c", "%a %n"));
    line.addAll(List.of(names));
    return machine.output(line.toArray(String[]::new)).lines().toList();
  }
}
