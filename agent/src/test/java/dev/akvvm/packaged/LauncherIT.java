package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.VmProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The launcher without systemd: what it starts, survives, and leaves. */
@Timeout(120)
@OnMachine
final class LauncherIT {
  private static final Settings HOURLY = Settings.polling(3600, "web");
  private static final Settings BUSY = Settings.polling(2, "web");

  private final Machine machine;
  private final PackageFolder handler;
  private final Store store;

  LauncherIT(Machine machine, PackageFolder handler, Store store) {
    this.machine = machine;
    this.handler = handler;
    this.store = store;
    machine.azure().create("web");
  }

  @Test
  void betweenPasses_settled_nextToNoMemoryIsHeld() {
    handler.enable(0, HOURLY);
    awaitSettled();
    long kibibytes =
        machine.vm().processes().stream().mapToLong(process -> privateMemory(process)).sum();
    assertTrue(kibibytes > 0 && kibibytes <= 5 * 1024, kibibytes + " KiB: " + names());
  }

  @Test
  void hangup_whileSleeping_pollsNow() {
    handler.enable(0, HOURLY);
    awaitSettled();
    Emulator.Version renewed = machine.azure().renew("web");
    machine.kill("HUP", launcher());
    store.awaitInstalled("web", renewed);
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("Without systemd: the agent is told to end in the middle of a request")
  void terminate_inTheMiddleOfARequest_allEndsWithinFiveSeconds() {
    machine.azure().fault("web", "\"effect\": \"hang\"");
    handler.enable(0, HOURLY);
    machine
        .await()
        .until(
            "a request hangs",
            Machine.SOON,
            () -> machine.azure().requests().stream().anyMatch(each -> each.status() == 0));
    machine.kill("TERM", launcher());
    machine
        .await()
        .until("no process", Duration.ofSeconds(5), () -> machine.vm().processes().isEmpty());
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("Without systemd: Java is killed, and the launcher starts it again")
  void java_isKilled_isStartedAgain() {
    handler.enable(0, BUSY);
    VmProcess java = awaitPolling();
    machine.kill("KILL", java);
    machine
        .await()
        .until(
            "another Java",
            Machine.SOON,
            () -> machine.javas().stream().anyMatch(each -> each.pid() != java.pid()));
    assertTrue(
        handler.launcherOutput().contains("ended with exit code 137"), handler.launcherOutput());
    store.awaitInstalled("web", machine.azure().renew("web"));
  }

  @Test
  @Tag("lifecycle")
  @DisplayName(
      "Without systemd: the launcher is killed while Java works, and enable brings one agent back")
  void launcher_isKilledWhileJavaWorks_enableBringsOneAgentBack() {
    handler.enable(0, BUSY);
    awaitPolling();
    VmProcess killed = launcher();
    machine.kill("KILL", killed);
    handler.run(0, "enable").output();
    assertOneNewAgent(killed);
  }

  @Test
  @Tag("lifecycle")
  @DisplayName(
      "Without systemd: the launcher is killed while it sleeps, and enable brings one agent back")
  void launcher_isKilledWhileItSleeps_enableBringsOneAgentBack() {
    handler.enable(0, HOURLY);
    awaitSettled();
    VmProcess killed = launcher();
    machine.kill("KILL", killed);
    handler.run(0, "enable").output();
    assertNotEquals(killed.pid(), launcher().pid());
    awaitSettled();
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("Without systemd: a second agent refuses to run beside the first")
  void launcher_isStartedBesideAnother_refuses() {
    handler.enable(0, BUSY);
    VmProcess first = launcher();
    Execution second = machine.run(handler.home() + "/bin/akvvm_service", "0");
    assertEquals(1, second.exitCode());
    assertEquals(
        "another agent is running: " + first.pid() + " 0 " + handler.home() + "\n",
        second.stderr());
    assertEquals(first, launcher());
  }

  @Test
  void java_failsAgainAndAgain_isStartedWithGrowingPausesUntilItWorks() {
    handler.enable(0, HOURLY);
    awaitSettled();
    handler.settings(0, "{]");
    machine.kill("HUP", launcher());
    machine
        .await()
        .until("the fourth start", Machine.SOON, () -> pauses().equals(List.of("1", "2", "4")));
    handler.settings(0, HOURLY.json());
    Emulator.Version renewed = machine.azure().renew("web");
    store.awaitInstalled("web", renewed);
    awaitSettled();
  }

  @Test
  void pass_cannotBeRemembered_vaultIsNotHammered() {
    machine.output("mount", "-t", "tmpfs", "-o", "size=64k,mode=0755", "tmpfs", "/var/lib/akvvm");
    handler.enable(0, HOURLY);
    awaitSettled();
    // Without what the first pass left, everything is due at once.
    machine.output(
        "sh", "-c", "cd /var/lib/akvvm && rm pass.properties && ! cat /dev/zero >filling");
    machine.kill("HUP", launcher());
    machine
        .await()
        .until(
            "a word on it in the log",
            Machine.SOON,
            () -> log().contains("cannot remember when the next pass is due"));
    machine.await().until("Java ends", Machine.SOON, () -> machine.javas().isEmpty());
    int requests = machine.azure().requests().size();
    machine.output("sleep", "5");
    assertEquals(requests, machine.azure().requests().size());
  }

  @Test
  @Tag("lifecycle")
  @DisplayName("Without systemd: the package folder is removed, and all ends by itself")
  void packageFolder_isRemoved_allEndsByItself() {
    handler.enable(0, HOURLY);
    awaitSettled();
    machine.output("rm", "-r", handler.home());
    machine
        .await()
        .until("no process", Duration.ofSeconds(20), () -> machine.vm().processes().isEmpty());
  }

  private VmProcess launcher() {
    return machine.launcher().orElseThrow(() -> new AssertionError("no launcher runs"));
  }

  /** Everything is installed, and nothing but the launcher waits for the next hour. */
  private void awaitSettled() {
    handler.awaitLevel(0, "success");
    machine
        .await()
        .until(
            "no Java, and a launcher that sleeps",
            Machine.SOON,
            () ->
                machine.javas().isEmpty()
                    && machine.vm().processes().stream()
                        .anyMatch(process -> process.commandLine().startsWith("sleep ")));
  }

  /** The certificate is installed, and Java stays for the next poll. */
  private VmProcess awaitPolling() {
    handler.awaitLevel(0, "success");
    handler.awaitSubstatus(0, "web", "success: version");
    return machine
        .await()
        .value("a Java", Machine.SOON, () -> machine.javas().stream().findFirst());
  }

  private void assertOneNewAgent(VmProcess killed) {
    assertNotEquals(killed.pid(), launcher().pid());
    store.awaitInstalled("web", machine.azure().renew("web"));
    machine
        .await()
        .until(
            "one Java, of the new launcher",
            Machine.SOON,
            () ->
                machine.javas().stream()
                    .map(VmProcess::parent)
                    .toList()
                    .equals(List.of(launcher().pid())));
  }

  private List<String> names() {
    return machine.vm().processes().stream().map(VmProcess::commandLine).toList();
  }

  private String log() {
    return machine.read(PackageFolder.LOGS + "/akvvm_service.log");
  }

  /** The pauses between restarts that the launcher told of. */
  private List<String> pauses() {
    return handler
        .launcherOutput()
        .lines()
        .filter(line -> line.contains("restarting in "))
        .map(line -> line.replaceFirst(".*restarting in (\\d+) s", "$1"))
        .limit(3)
        .toList();
  }

  /** In KiB, without what is shared with other processes. */
  private long privateMemory(VmProcess process) {
    Stream<String> lines = machine.read("/proc/" + process.pid() + "/smaps_rollup").lines();
    return lines
        .filter(line -> line.startsWith("Private_Clean:") || line.startsWith("Private_Dirty:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
