package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.Waagent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Systems that deny what the package must do: one line with the file and the reason, and 52. */
@Timeout(120)
@OnMachine
final class DeniedIT {
  private static final int MISSING_DEPENDENCY = 52;
  private static final Settings SETTINGS = Settings.polling(3600, "web");
  private static final String DENIED = "is it on a file system mounted noexec, or does SELinux";

  /** As an administrator does who hardens /var. */
  private static final String[] NOEXEC_VAR = {"mount", "-o", "remount,noexec", "/var/lib/waagent"};

  private static final String UNIT_FILE = "/etc/systemd/system/akvvm_service.service";

  @Test
  void goal_varIsMountedNoexec_azureIsToldWhichFileAndWhy(Machine machine) {
    try (Waagent waagent = Waagent.start(machine.vm())) {
      waagent.publish(PackageFolder.NAME, PackageFolder.VERSION, PackageFolder.zip());
      PackageFolder folder = new PackageFolder(machine, PackageFolder.VERSION);
      String reason = folder.home() + "/bin/handler cannot be executed: " + DENIED;

      machine.output(NOEXEC_VAR);
      Report install = waagent.goal(extension(0));
      assertEquals(List.of("install " + PackageFolder.VERSION), install.operations());
      assertRefused(install, reason);

      machine.output("mount", "-o", "remount,exec", "/var/lib/waagent");
      assertEquals("Ready", handler(waagent.goal(extension(1))).status());

      machine.output(NOEXEC_VAR);
      Report enable = waagent.goal(extension(2));
      assertEquals(List.of("enable " + PackageFolder.VERSION), enable.operations());
      assertRefused(enable, reason);
      Report.Status status = handler(enable).extension().orElseThrow();
      assertEquals(2, status.sequence());
      assertEquals("error", status.status());
      assertEquals(MISSING_DEPENDENCY, status.code());
      assertTrue(status.message().startsWith(reason), status.message());
    }
  }

  private static void assertRefused(Report report, String reason) {
    assertEquals(MISSING_DEPENDENCY, report.commands().getLast().exitCode());
    assertEquals("NotReady", handler(report).status());
    assertTrue(handler(report).message().contains(reason), handler(report).message());
  }

  @Test
  void enable_javaMayNotBeExecuted_oneLineAndStatusSaySo(Machine machine, PackageFolder handler) {
    handler.settings(0, SETTINGS.json());
    noexec(machine, handler.home() + "/runtime");
    Execution execution = handler.run(0, "enable");
    assertOneLine(
        execution, handler.home() + "/" + PackageFolder.RUNTIME + "/bin/java cannot be executed");
    assertStatus(handler, execution.stderr().strip());
  }

  /** As where SELinux lets a program start, but none of its libraries be mapped. */
  @Test
  void enable_javasLibrariesMayNotBeMapped_lastLineAndStatusSaySo(
      Machine machine, PackageFolder handler) {
    handler.settings(0, SETTINGS.json());
    noexec(machine, handler.home() + "/" + PackageFolder.RUNTIME + "/lib");
    Execution execution = handler.run(0, "enable");
    assertEquals(MISSING_DEPENDENCY, execution.exitCode(), execution.stderr());
    List<String> lines = execution.stderr().lines().toList();
    assertTrue(lines.getFirst().contains("failed to map segment"), execution.stderr());
    assertTrue(
        lines.getLast().startsWith(handler.home() + "/" + PackageFolder.RUNTIME + "/bin/java"),
        execution.stderr());
    assertTrue(lines.getLast().contains("SELinux"), execution.stderr());
    assertStatus(handler, lines.getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "enable"})
  void command_stateFolderIsReadOnly_oneLineNamesIt(
      String command, Machine machine, PackageFolder handler) {
    handler.settings(0, SETTINGS.json());
    machine.output("mount", "-o", "remount,ro", "/var/lib/akvvm");
    Execution execution = handler.run(0, command);
    assertOneLine(execution, "/var/lib/akvvm", "Read-only file system");
    if (command.equals("enable")) {
      assertStatus(handler, execution.stderr().strip());
    }
  }

  @Test
  @OnMachine(systemd = true)
  void enable_etcIsReadOnly_oneLineNamesTheUnit(Machine machine, PackageFolder handler) {
    handler.settings(0, SETTINGS.json());
    machine.output("mount", "--bind", "/etc", "/etc");
    machine.output("mount", "-o", "remount,bind,ro", "/etc");
    Execution execution = handler.run(0, "enable");
    assertOneLine(execution, "cannot write the unit " + UNIT_FILE, "Read-only file system");
    assertStatus(handler, execution.stderr().strip());
  }

  @Test
  @OnMachine(systemd = true)
  void enable_systemctlIsDenied_oneLineSaysWhatItSaid(Machine machine, PackageFolder handler) {
    handler.settings(0, SETTINGS.json());
    machine.write(
        "/run/systemctl", "#!/bin/sh\necho 'Failed to reload daemon: Access denied' >&2\nexit 1\n");
    machine.output("chmod", "755", "/run/systemctl");
    machine.output("mount", "--bind", "/run/systemctl", "/usr/bin/systemctl");
    Execution execution = handler.run(0, "enable");
    assertOneLine(execution, "systemctl daemon-reload: Failed to reload daemon: Access denied");
    assertStatus(handler, execution.stderr().strip());
  }

  private static void noexec(Machine machine, String folder) {
    machine.output("mount", "--bind", folder, folder);
    machine.output("mount", "-o", "remount,bind,noexec", folder);
  }

  private static void assertOneLine(Execution execution, String... reasons) {
    assertEquals(MISSING_DEPENDENCY, execution.exitCode(), execution.stderr());
    assertEquals(1, execution.stderr().lines().count(), execution.stderr());
    for (String reason : reasons) {
      assertTrue(execution.stderr().contains(reason), execution.stderr());
    }
  }

  private static void assertStatus(PackageFolder handler, String reason) {
    assertEquals("error", handler.status(0).level());
    assertEquals(MISSING_DEPENDENCY, handler.status(0).node().path("code").asInt());
    assertEquals(reason, handler.status(0).message());
  }

  private static Extension extension(int sequence) {
    return Extension.enabled(PackageFolder.NAME, PackageFolder.VERSION, sequence, SETTINGS.json());
  }

  private static Report.Handler handler(Report report) {
    return report.handler(PackageFolder.NAME).orElseThrow();
  }
}
