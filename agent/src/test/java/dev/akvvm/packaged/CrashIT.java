package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.VmProcess;
import dev.akvvm.vm.VmService;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that held keys crashes, and leaves nothing of its memory. */
@Timeout(180)
@OnMachine
final class CrashIT {
  private static final Settings BUSY = Settings.polling(2, "web");

  /** What remains of a crash. */
  private static final String REPORT = "/var/lib/akvvm/java-error.log";

  /** Where cores would go, for the kernel takes the working directory of whoever crashes. */
  private static final String FOLDER = "/run/crash";

  /** As a machine whose administrator wants to have cores. */
  private static final String WITH_CORES =
      "mkdir -p " + FOLDER + " && cd " + FOLDER + " && ulimit -c unlimited && exec \"$@\"";

  /** Words, bytes and registers as HotSpot shows them. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "(?m)^ *(=>)?0x[0-9a-f]{16}: |^R[A-D]X=|^R0=|^XMM|^Registers:|^Top of Stack:"
              + "|^Instructions:|^Event: |Environment Variables");

  @Test
  void agentCrashes_withoutSystemd_noMemoryIsLeftAndItIsStartedAgain(
      Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    handler.settings(0, BUSY.json());
    machine.output(
        "sh",
        "-ec",
        WITH_CORES,
        "-",
        "setsid",
        "--fork",
        "sh",
        "-c",
        "exec " + handler.home() + "/bin/akvvm_service 0 </dev/null >out 2>&1");
    assertCrashLeavesNothing(machine, handler);
    assertTrue(
        machine.read(FOLDER + "/out").contains("Java crashed: see " + REPORT),
        machine.read(FOLDER + "/out"));
    // Another crash, and what it leaves replaces that.
    String first = machine.read(REPORT);
    assertCrashLeavesNothing(machine, handler);
    assertFalse(first.equals(machine.read(REPORT)));
  }

  @Test
  @OnMachine(systemd = true)
  void agentCrashes_withSystemd_noMemoryIsLeftAndItIsStartedAgain(
      Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    handler.enable(0, BUSY);
    assertCrashLeavesNothing(machine, handler);
    String restarts =
        machine.output("systemctl", "show", "--value", "--property=NRestarts", "akvvm_service");
    assertEquals("0", restarts.strip());
  }

  /** It has nobody left who would take its report. */
  @Test
  void agentCrashes_launcherWasKilled_nothingIsLeft(Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    handler.enable(0, BUSY);
    VmProcess java = awaitPolling(machine, handler);
    machine.kill("STOP", java);
    machine.kill("KILL", machine.launcher().orElseThrow());
    machine.kill("SEGV", java);
    machine.kill("CONT", java);
    machine.await().until("no Java", Machine.SOON, () -> machine.javas().isEmpty());
    assertNothingLies(machine);
  }

  /** Where there is no file system in memory, nothing is reported rather than anything kept. */
  @Test
  void agentCrashes_nowhereToReport_nothingIsLeft(Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    machine.output("sh", "-ec", "mkdir /var/disk && mount --bind /var/disk /dev/shm");
    handler.enable(0, BUSY);
    VmProcess java = awaitPolling(machine, handler);
    machine.kill("SEGV", java);
    awaitAnother(machine, java);
    assertEquals("", machine.read(REPORT));
    assertNothingLies(machine);
  }

  @Test
  void commandCrashes_whileItHoldsTokens_noMemoryIsLeft(
      @TempDir Path folder, Machine machine, PackageFolder handler) {
    machine.azure().create("web");
    handler.settings(0, BUSY.json());
    machine.azure().fault("web", "\"effect\": \"hang\"");
    List<String> doctor =
        List.of("sh", "-ec", WITH_CORES, "-", handler.home() + "/bin/handler", "doctor");
    for (String program : List.of("dev.akvvm.diagnose.Main", "dev.akvvm.command.Main")) {
      long before = hanging(machine);
      try (VmService running = machine.vm().start(doctor, folder.resolve(program))) {
        machine.await().until("a request hangs", Machine.SOON, () -> hanging(machine) > before);
        List<VmProcess> javas =
            machine.vm().processes().stream()
                .filter(each -> each.commandLine().contains("dev.akvvm."))
                .toList();
        assertEquals(2, javas.size(), javas.toString());
        javas.forEach(each -> assertLeavesNoCore(machine, each));
        machine.kill(
            "SEGV",
            javas.stream()
                .filter(each -> each.commandLine().contains(program))
                .findFirst()
                .orElseThrow());
        running.awaitLine(Pattern.compile("SIGSEGV|could not be completed"), Machine.SOON);
      }
      assertNothingLies(machine);
    }
  }

  private static long hanging(Machine machine) {
    return machine.azure().requests().stream().filter(each -> each.status() == 0).count();
  }

  private static void assertCrashLeavesNothing(Machine machine, PackageFolder handler) {
    VmProcess java = awaitPolling(machine, handler);
    VmProcess launcher = machine.launcher().orElseThrow();
    assertLeavesNoCore(machine, launcher);
    assertLeavesNoCore(machine, java);
    String key = Store.usual(machine).privateKeyLine("web");
    machine.kill("SEGV", java);
    awaitAnother(machine, java);
    assertEquals(launcher.pid(), machine.launcher().orElseThrow().pid(), "the launcher goes on");

    String kept = machine.read(REPORT);
    assertTrue(kept.contains("SIGSEGV"), kept);
    assertTrue(kept.contains("Problematic frame:") && kept.contains("Native frames:"), kept);
    assertFalse(MEMORY.matcher(kept).find(), kept);
    assertEquals("600 root", machine.output("stat", "-c", "%a %U", REPORT).strip());
    assertNothingLies(machine);
    assertEquals(
        "",
        machine
            .run("grep", "-rlF", "--", key, FOLDER, "/var/lib/akvvm", "/var/log/azure", "/dev/shm")
            .stdout());
    Store.usual(machine).awaitInstalled("web", machine.azure().renew("web"));
  }

  /** Neither a core nor a report, nor what compiles were made of. */
  private static void assertNothingLies(Machine machine) {
    String found =
        machine.output(
            "sh",
            "-c",
            "find / /run /run/crash /tmp /var/tmp /dev/shm /var/lib/akvvm /var/lib/waagent/*"
                + " -maxdepth 1 ! -type d -newer /etc/hosts"
                + " \\( -name 'core*' -o -name 'hs_err*' -o -name 'replay*' -o -name 'akvvm.*' \\)"
                + " 2>/dev/null; true");
    assertEquals("", found);
  }

  private static void assertLeavesNoCore(Machine machine, VmProcess process) {
    String limits = machine.read("/proc/" + process.pid() + "/limits");
    assertTrue(Pattern.compile("(?m)^Max core file size +0 +0 ").matcher(limits).find(), limits);
    assertEquals("00000000\n", machine.read("/proc/" + process.pid() + "/coredump_filter"));
  }

  private static VmProcess awaitPolling(Machine machine, PackageFolder handler) {
    handler.awaitLevel(0, "success");
    handler.awaitSubstatus(0, "web", "success: version");
    return machine
        .await()
        .value("a Java", Machine.SOON, () -> machine.javas().stream().findFirst());
  }

  private static void awaitAnother(Machine machine, VmProcess java) {
    machine
        .await()
        .until(
            "another Java",
            Machine.SOON,
            () -> machine.javas().stream().anyMatch(each -> each.pid() != java.pid()));
  }
}
