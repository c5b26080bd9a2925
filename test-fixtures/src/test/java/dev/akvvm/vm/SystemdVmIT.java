package dev.akvvm.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first machine of a checkout downloads Debian. */
@Timeout(600)
final class SystemdVmIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path temp;

  @Test
  void start_default_systemRunsLooksLikeAzureAndLeavesNothing() {
    SystemdVm vm = SystemdVm.start(SystemdVm.Options.debian12());
    try (vm) {
      vm.exec(SOON, "systemctl", "is-active", "multi-user.target").output();
      vm.exec(SOON, "touch", "/etc/akvvm-test").output();
      assertTrue(vm.exec(SOON, "ip", "-br", "address").output().contains(" 169.254.169.254/32"));
      String vault = vm.exec(SOON, "getent", "hosts", "fabrikam.vault.azure.net").output();
      assertTrue(vault.startsWith("127.0.0.1 "), vault);
    }
    assertFalse(ProcessHandle.of(vm.init()).map(ProcessHandle::isAlive).orElse(false));
    try (SystemdVm next = SystemdVm.start(SystemdVm.Options.debian12())) {
      assertFalse(Files.exists(next.path("/etc/akvvm-test")));
    }
  }

  @Test
  void exec_serviceIsStartedAndKilled_systemdRestartsIt() throws IOException {
    try (SystemdVm vm = SystemdVm.start(SystemdVm.Options.debian12())) {
      Files.writeString(
          vm.path("/etc/systemd/system/sleeper.service"),
          "[Service]\nExecStart=/bin/sleep 1000\nRestart=always\nRestartSec=0\n");
      vm.exec(SOON, "systemctl", "start", "sleeper").output();
      String first = sleeper(vm);
      vm.exec(SOON, "kill", "-9", first).output();
      vm.exec(SOON, "sh", "-c", "until systemctl is-active sleeper; do sleep 0.1; done").output();
      assertFalse(first.equals(sleeper(vm)));
    }
  }

  @Test
  void goal_inSystemdMachine_handlerIsReady() throws IOException {
    try (SystemdVm vm = SystemdVm.start(SystemdVm.Options.debian12());
        Waagent waagent = Waagent.start(vm)) {
      waagent.publish(StubPackage.NAME, "1.0.0", StubPackage.write(temp, "1.0.0"));
      Report report =
          waagent.goal(
              Extension.enabled(StubPackage.NAME, "1.0.0", 0, "{}").withProtected("{\"a\": 1}"));
      assertEquals(List.of("install 1.0.0", "enable 1.0.0"), report.operations());
      assertEquals("Ready", report.handler(StubPackage.NAME).orElseThrow().status());
    }
  }

  @Test
  void restartService_whatACommandLeft_endsWithTheAgent() throws IOException {
    Extension stub = Extension.enabled(StubPackage.NAME, "1.0.0", 0, "{}");
    try (SystemdVm vm = SystemdVm.start(SystemdVm.Options.debian12());
        Waagent waagent = Waagent.startService(vm)) {
      waagent.publish(StubPackage.NAME, "1.0.0", StubPackage.write(temp, "1.0.0"));
      waagent.goal(stub);
      List<VmProcess> left = daemons(vm);
      assertEquals(1, left.size());
      try (Waagent next = waagent.restartService()) {
        assertEquals(List.of(), daemons(vm));
        assertEquals(List.of("enable 1.0.0"), next.goal(stub).operations());
        vm.exec(SOON, "systemctl", "kill", "-s", "KILL", "walinuxagent").output();
        assertThrows(IllegalStateException.class, next::tick);
        assertEquals(List.of("enable 1.0.0"), next.restartService().goal(stub).operations());
      }
    }
  }

  @Test
  void trust_newAuthority_isInTheBundle() throws IOException {
    try (SystemdVm vm = SystemdVm.start(SystemdVm.Options.debian12())) {
      Path authority = temp.resolve("authority.pem");
      vm.exec(
              SOON,
              "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=Test -keyout /dev/null -out /root/a.pem"
                  .split(" "))
          .output();
      Files.copy(vm.path("/root/a.pem"), authority);
      vm.trust(authority);
      vm.exec(SOON, "openssl", "verify", "/root/a.pem").output();
    }
  }

  @Test
  void start_sameDisk_isTheMachineAfterAReboot() {
    SystemdVm.Options options = SystemdVm.Options.debian12().withDisk(temp.resolve("disk"));
    try (SystemdVm vm = SystemdVm.start(options)) {
      vm.exec(SOON, "sh", "-c", "echo kept >/etc/akvvm-test; echo lost >/run/akvvm-test").output();
    }
    try (SystemdVm vm = SystemdVm.start(options)) {
      assertEquals("kept\n", vm.exec(SOON, "cat", "/etc/akvvm-test").output());
      assertFalse(Files.exists(vm.path("/run/akvvm-test")));
    }
    assertFalse(Files.exists(temp.resolve("disk/root/etc")));
  }

  /** What the stub's enable leaves. */
  private static List<VmProcess> daemons(SystemdVm vm) {
    return vm.processes().stream()
        .filter(process -> process.commandLine().equals("sleep 1000"))
        .toList();
  }

  private static String sleeper(SystemdVm vm) {
    return vm.exec(SOON, "systemctl", "show", "--value", "--property=MainPID", "sleeper")
        .output()
        .strip();
  }
}
