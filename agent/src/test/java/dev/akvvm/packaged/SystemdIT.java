package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The package where systemd keeps the agent. The first machine of a checkout downloads Debian. */
@Timeout(600)
@OnMachine(systemd = true)
final class SystemdIT {
  private static final String UNIT = "akvvm_service";
  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";
  private static final Settings HOURLY = Settings.polling(3600, "web");

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  SystemdIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
    Emulator.Version version = machine.azure().create("web");
    handler.run(0, "install").output();
    handler.enable(0, HOURLY);
    store.awaitInstalled("web", version);
  }

  @Test
  void enable_unit_isActiveEnabledAndFine() {
    // The files are there before the pass has ended and told.
    awaitSettled();
    assertEquals("active", systemctl("is-active"));
    assertEquals("enabled", systemctl("is-enabled"));
    Execution status = machine.run("systemctl", "--no-pager", "status", UNIT);
    assertEquals(0, status.exitCode(), status.stdout());
    assertTrue(
        status.stdout().contains("Status: \"1 of 1 certificate current; next poll at 20"),
        status.stdout());
    assertFalse(status.stdout().contains("bad-setting"), status.stdout());
    assertEquals("", machine.run("systemd-analyze", "verify", UNIT_FILE).stderr());
    assertEquals("0", property("NRestarts"));
    assertEquals(machine.launcher().orElseThrow().pid(), Long.parseLong(property("MainPID")));
  }

  @Test
  void status_pollingSleepingEndedAndStopped_isTrueEachTime() {
    awaitSettled();
    awaitStatus("1 of 1 certificate current; next poll at 20");
    machine.azure().fault("web", "\"effect\": \"hang\"");
    machine.output("systemctl", "reload", UNIT);
    awaitStatus("polling; 1 of 1 certificate current");
    machine.kill("KILL", machine.javas().getFirst());
    awaitStatus("the agent ended with exit code 137; restarting in 1 s");
    awaitStatus("polling; 1 of 1 certificate current");
    machine.azure().clearFaults();
    machine.output("systemctl", "stop", UNIT);
    assertEquals("stopped", property("StatusText"));
    machine.output("systemctl", "start", UNIT);
    awaitStatus("1 of 1 certificate current; next poll at 20");
  }

  private void awaitStatus(String begin) {
    machine.await().until(begin, Machine.SOON, () -> property("StatusText").startsWith(begin));
  }

  @Test
  void restart_byTheOperator_pollsNow() {
    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("systemctl", "restart", UNIT);
    store.awaitInstalled("web", renewed);
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("The launcher is killed: systemd starts another")
  void launcher_isKilled_systemdStartsIt() {
    String before = property("MainPID");
    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("kill", "-KILL", before);
    store.awaitInstalled("web", renewed);
    assertNotEquals(before, property("MainPID"));
    assertEquals("active", systemctl("is-active"));
  }

  /** The kernel kills what takes most, which is Java; the launcher takes next to nothing. */
  @Test
  @Tag("lifecycle")
  @DisplayName("The out-of-memory killer kills Java: the service lives on")
  void java_isKilledByTheOutOfMemoryKiller_serviceLivesOn() {
    awaitSettled();
    String before = property("MainPID");
    Emulator.Version renewed = machine.azure().renew("web");
    try (MemoryLimit _ = new MemoryLimit(machine, UNIT, "40M")) {
      machine.output("systemctl", "reload", UNIT);
      machine
          .await()
          .until(
              "the launcher to tell of it",
              Machine.SOON,
              () -> journal().contains("the agent ended with exit code 137"));
    }
    store.awaitInstalled("web", renewed);
    assertEquals(before, property("MainPID"));
    assertEquals("0", property("NRestarts"));
  }

  @Test
  void journal_linesOfAgentAndLauncher_haveNameAndPriorityAndNoSecondTime() throws Exception {
    awaitSettled();
    machine.azure().fault("web", "\"effect\": \"drop\"");
    machine.output("systemctl", "reload", UNIT);
    machine.await().until("Java", Machine.SOON, () -> !machine.javas().isEmpty());
    machine
        .await()
        .until("a failure", Machine.SOON, () -> journal().contains("contoso/web: failed: "));
    machine.kill("KILL", machine.javas().getFirst());
    machine
        .await()
        .until("the launcher", Machine.SOON, () -> journal().contains("with exit code 137"));

    assertEquals("6 akvvm", entry("[Service] Started for settings 0: 1 certificate"));
    assertEquals("6 akvvm", entry("[CertificateManager] contoso/web: installed "));
    assertEquals("4 akvvm", entry("[CertificateManager] contoso/web: failed: "));
    assertEquals("4 akvvm", entry("the agent ended with exit code 137; restarting in 1 s"));
  }

  /** Priority and identifier of the first message in the journal that begins like this. */
  private String entry(String begin) throws IOException {
    String all = machine.output("journalctl", "--no-pager", "-o", "json", "-u", UNIT);
    ObjectMapper json = new ObjectMapper();
    for (String line : all.lines().toList()) {
      JsonNode entry = json.readTree(line);
      if (entry.path("MESSAGE").asText().startsWith(begin)) {
        return entry.path("PRIORITY").asText() + " " + entry.path("SYSLOG_IDENTIFIER").asText();
      }
    }
    throw new AssertionError(begin + " is not in:\n" + journal());
  }

  @Test
  void enable_sameSettingsAgain_mainProcessStays() {
    String before = property("MainPID");
    handler.run(0, "enable").output();
    assertEquals(before, property("MainPID"));
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("Disable and uninstall, each twice: the unit stops and is gone")
  void disableAndUninstall_eachTwice_unitStopsAndIsGone() {
    handler.run(0, "disable").output();
    handler.run(0, "disable").output();
    assertEquals("inactive", systemctl("is-active"));
    assertEquals("disabled", systemctl("is-enabled"));
    assertEquals(0, machine.launcher().stream().count());
    handler.run(0, "uninstall").output();
    handler.run(0, "uninstall").output();
    assertFalse(Files.exists(machine.vm().path(UNIT_FILE)));
    assertEquals("not-found", property("LoadState"));
    assertEquals("", machine.run("find", "/etc/systemd/system", "-name", UNIT + "*").stdout());
    assertTrue(store.names().contains("contoso.web"));
  }

  @Test
  @Tag("nightly")
  void watchdog_javaOrLauncherStandStill_serviceIsStartedAnew() {
    machine.write(
        "/etc/systemd/system/" + UNIT + ".service.d/test.conf", "[Service]\nWatchdogSec=6\n");
    machine.output("systemctl", "daemon-reload");
    machine.output("systemctl", "restart", UNIT);
    awaitSettled();
    String sleeping = property("MainPID");
    machine.output("sleep", "9");
    assertEquals(sleeping, property("MainPID"), "one that is well is left alone");
    machine.output("kill", "-STOP", sleeping);
    awaitOtherThan(sleeping);

    machine.azure().fault("web", "\"effect\": \"hang\"");
    machine.output("systemctl", "restart", UNIT);
    machine.await().until("Java", Machine.SOON, () -> !machine.javas().isEmpty());
    String working = property("MainPID");
    machine.output("sleep", "9");
    assertEquals(working, property("MainPID"), "a vault that hangs is not a hung agent");
    machine.kill("STOP", machine.javas().getFirst());
    awaitOtherThan(working);
    assertEquals("active", systemctl("is-active"));
  }

  @Test
  void java_cannotStart_neitherBurnsACoreNorStaysDead() {
    String java = handler.home() + "/" + PackageFolder.RUNTIME + "/bin/java";
    machine.output("mv", java, "/root/java");
    // Without Java there is no sandbox that fits, and without that no start.
    machine.run("systemctl", "restart", UNIT);
    machine.output("sleep", "15");
    int restarts = Integer.parseInt(property("NRestarts"));
    assertTrue(restarts >= 2 && restarts <= 4, restarts + " restarts in 15 s");
    assertEquals("activating", systemctl("is-active"));

    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("mv", "/root/java", java);
    store.awaitInstalled("web", renewed);
  }

  @Test
  @Tag("nightly")
  void launcher_cannotStart_isTriedForGood() {
    String launcher = handler.home() + "/bin/akvvm_service";
    machine.output("cp", launcher, "/root/launcher");
    machine.write(launcher, "exit 1");
    machine.run("systemctl", "restart", UNIT);
    machine.output("sleep", "22");
    int restarts = Integer.parseInt(property("NRestarts"));
    assertTrue(restarts >= 2 && restarts <= 5, restarts + " restarts in 22 s");

    Emulator.Version renewed = machine.azure().renew("web");
    machine.output("cp", "/root/launcher", launcher);
    store.awaitInstalled("web", renewed);
  }

  @Test
  @Tag("nightly")
  void enable_systemdMayNotExecute_saysSoWithExitCode52() {
    handler.run(0, "disable").output();
    machine.write(
        "/etc/systemd/system/" + UNIT + ".service.d/test.conf",
        "[Service]\nInaccessiblePaths=/bin/sh\n");
    Execution refused = handler.run(0, "enable");
    assertEquals(52, refused.exitCode());
    assertTrue(
        refused.stderr().startsWith("the agent did not start within 20 s; see journalctl -u "),
        refused.stderr());
    assertTrue(refused.stderr().contains("which ends with: "), refused.stderr());
    assertEquals("error", handler.status(0).level());
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("The package's folder is removed: agent and unit go by themselves")
  void package_isDropped_agentStopsAndUnitIsGone() {
    machine.output("rm", "-r", handler.home());
    machine
        .await()
        .until(
            "no unit",
            Machine.SOON,
            () ->
                !Files.exists(machine.vm().path(UNIT_FILE))
                    && property("LoadState").equals("not-found")
                    && machine.launcher().isEmpty());
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

  /** What a drop-in breaks for the service is broken for the doctor, whatever its shell has. */
  @Test
  void doctor_dropInLeadsNowhere_seesWhatTheServiceSees() {
    machine.write(
        "/etc/systemd/system/" + UNIT + ".service.d/proxy.conf",
        "[Service]\nEnvironment=HTTPS_PROXY=http://127.0.0.1:9\n");
    machine.output("systemctl", "daemon-reload");
    machine.output("systemctl", "restart", UNIT);
    handler.awaitSubstatus(0, "web", "warning: ", "127.0.0.1:9");
    String said = doctor();
    assertTrue(said.contains("ok      environment: as the agent has it, with HTTPS_PROXY\n"), said);
    assertTrue(said.lines().anyMatch(line -> line.matches("fix .*127[.]0[.]0[.]1:9.*")), said);
  }

  private String journal() {
    return machine.output("journalctl", "--no-pager", "-u", UNIT);
  }

  private void awaitSettled() {
    machine
        .await()
        .until(
            "sleeps",
            Machine.SOON,
            () -> machine.javas().isEmpty() && machine.launcher().isPresent());
  }

  private void awaitOtherThan(String mainPid) {
    machine
        .await()
        .until(
            "another main process than " + mainPid,
            Machine.SOON,
            () -> !property("MainPID").equals(mainPid) && !property("MainPID").equals("0"));
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
