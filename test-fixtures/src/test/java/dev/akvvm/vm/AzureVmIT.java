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
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AzureVmIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** A host on which the extension was side-loaded. */
  private static final String INSTALLED =
      """
      mount -t tmpfs tmpfs /mnt
      cp -a /etc /mnt/etc
      mount --bind /mnt/etc /etc
      for folder in /opt /usr/local /var; do mount -t tmpfs tmpfs $folder; done
      home=/opt/akvvm/Akvvm.KeyVaultForLinux-1.2.3
      mkdir -p $home/bin /opt/bin /usr/local/bin /var/lib/akvvm /var/log/azure/Akvvm.KeyVaultForLinux
      mkdir -p /etc/akvvm/renewal-hooks/deploy /etc/systemd/system/multi-user.target.wants
      echo 'exit 1' >$home/bin/handler
      ln -s $home/bin/handler /usr/local/bin/akvvm
      ln -s $home/bin/handler /opt/bin/akvvm
      echo 4711 >/var/lib/akvvm/agent.lock
      echo 'exit 1' >/etc/akvvm/renewal-hooks/deploy/10-host
      cd /etc/systemd/system
      echo "ExecStart=$home/bin/akvvm_service" >akvvm_service.service
      mkdir akvvm_service.service.d
      ln -s ../akvvm_service.service multi-user.target.wants/akvvm_service.service
      """;

  @TempDir Path temp;

  @Test
  void start_default_networkIsLoopbackWithImds() {
    try (AzureVm vm = AzureVm.start()) {
      assertEquals(1, vm.exec(SOON, "ip", "-br", "link").output().lines().count());
      assertTrue(vm.exec(SOON, "ip", "-br", "address").output().contains(" 169.254.169.254/32"));
    }
  }

  @Test
  void start_withHost_namesLeadToLoopback() {
    try (AzureVm vm = AzureVm.start(AzureVm.Options.none().withHost("wingtip.vault.azure.net"))) {
      for (String vault : List.of("contoso", "fabrikam", "wingtip")) {
        String answer = vm.exec(SOON, "getent", "hosts", vault + ".vault.azure.net").output();
        assertTrue(answer.startsWith("127.0.0.1 "), answer);
      }
    }
  }

  @Test
  void exec_writesToSystemDirectories_hostIsUntouched() throws IOException {
    // A name of this run's own: what an earlier one left behind must not be taken for ours.
    String name = "akvvm-test-" + ProcessHandle.current().pid();
    List<Path> written =
        List.of(
            Path.of("/var/lib/waagent/" + name),
            Path.of("/var/log/azure/" + name),
            Path.of("/var/lib/akvvm/" + name),
            Path.of("/etc/systemd/system/" + name + ".service"),
            Path.of("/opt/akvvm/" + name),
            Path.of("/usr/local/bin/" + name),
            Path.of("/run/" + name));
    try (AzureVm vm = AzureVm.start()) {
      for (Path file : written) {
        vm.exec(SOON, "sh", "-c", "mkdir -p ${1%/*} && echo here >$1", "-", file.toString())
            .output();
        assertEquals("here\n", Files.readString(vm.path(file.toString())));
        assertFalse(Files.exists(file), () -> file + " is on the host");
      }
    }
  }

  @Test
  void start_extensionIsInstalledOnTheHost_nothingOfItShows() {
    try (AzureVm vm = AzureVm.start(AzureVm.Options.none().onHost(INSTALLED))) {
      assertEquals(
          "/var/lib/akvvm\n",
          vm.exec(SOON, "find", "/etc", "/opt", "/usr/local", "/var", "-iname", "*akvvm*")
              .output());
      assertEquals("", vm.exec(SOON, "ls", "-A", "/var/lib/akvvm").output());
    }
  }

  @Test
  void execBeside_anyCommand_hasThisMachinesFilesAndTheVmsNetwork() {
    try (AzureVm vm = AzureVm.start()) {
      assertEquals(0, vm.exec(SOON, "test", "-e", "/run/azure-vm").exitCode());
      assertEquals(1, vm.execBeside(SOON, "test", "-e", "/run/azure-vm").exitCode());
      assertTrue(
          vm.execBeside(SOON, "ip", "-br", "address").output().contains(" 169.254.169.254/32"));
    }
  }

  @Test
  void startBeside_machineIsClosed_endsWithIt() {
    VmService sleeper;
    try (AzureVm vm = AzureVm.start()) {
      sleeper = vm.startBeside(List.of("sleep", "1000"), temp.resolve("log"));
      assertTrue(sleeper.isAlive());
      assertEquals(List.of(), vm.processes());
    }
    for (int i = 0; i < 100 && sleeper.isAlive(); i++) {
      Commands.pause(Duration.ofMillis(50));
    }
    assertFalse(sleeper.isAlive());
  }

  @Test
  void close_withRoot_stateIsLeftThere() throws IOException {
    try (AzureVm vm = AzureVm.start(AzureVm.Options.none().withRoot(temp))) {
      vm.exec(SOON, "sh", "-c", "echo kept >/var/lib/akvvm/file").output();
    }
    assertEquals("kept\n", Files.readString(temp.resolve("var/lib/akvvm/file")));
  }

  @Test
  void exec_anyCommand_environmentIsThatOfAService() {
    try (AzureVm vm = AzureVm.start()) {
      List<String> names =
          vm.exec(SOON, "env")
              .output()
              .lines()
              .map(line -> line.split("=", 2)[0])
              .sorted()
              .toList();
      assertEquals(List.of("LANG", "PATH"), names);
    }
  }

  @Test
  void exec_failingCommand_saysHow() {
    try (AzureVm vm = AzureVm.start()) {
      assertEquals(
          new Execution(3, "o\n", "e\n"), vm.exec(SOON, "sh", "-c", "echo o; echo e >&2; exit 3"));
    }
  }

  @Test
  void exec_tooLong_commandIsKilled() {
    try (AzureVm vm = AzureVm.start()) {
      assertThrows(
          IllegalStateException.class, () -> vm.exec(Duration.ofMillis(300), "sleep", "4321"));
      assertEquals(1, vm.exec(SOON, "pgrep", "-f", "sleep 4321").exitCode());
    }
  }

  @Test
  void processes_orphanEnds_isReaped() throws Exception {
    try (AzureVm vm = AzureVm.start()) {
      vm.exec(SOON, "sh", "-c", "sleep 0.7 & sleep 1000 & sleep 0.2").output();
      assertEquals(
          List.of("sleep 0.7", "sleep 1000"),
          vm.processes().stream().map(VmProcess::commandLine).sorted().toList());
      Thread.sleep(800);
      assertEquals(
          List.of("sleep 1000"), vm.processes().stream().map(VmProcess::commandLine).toList());
      assertEquals(1, vm.processes().getFirst().parent());
    }
  }

  @Test
  void close_daemonRuns_everythingIsGone() throws Exception {
    AzureVm vm = AzureVm.start();
    try (vm) {
      vm.exec(SOON, "sh", "-c", "setsid nohup sleep 54321 >/dev/null 2>&1 &").output();
      vm.start(List.of("sleep", "54321"), temp.resolve("log"));
      assertEquals(1, vm.processes().size());
    }
    assertEquals(Optional.empty(), ProcessHandle.of(vm.init()).filter(ProcessHandle::isAlive));
    assertFalse(
        ProcessHandle.allProcesses()
            .anyMatch(process -> process.info().commandLine().orElse("").endsWith("/sleep 54321")));
  }

  @Test
  void trust_newAuthority_systemToolsAcceptIt() throws IOException {
    try (AzureVm vm = AzureVm.start()) {
      Path authority = temp.resolve("authority.pem");
      try (VmService server = serve(vm, authority)) {
        server.awaitLine(Pattern.compile("ACCEPT"), SOON);
        String[] curl = {"curl", "-sS", "-o", "/dev/null", "https://contoso.vault.azure.net/"};
        assertEquals(60, vm.exec(SOON, curl).exitCode());
        vm.trust(authority);
        vm.exec(SOON, curl).output();
      }
      String bundle = "/etc/ssl/certs/ca-certificates.crt";
      long added = Files.size(vm.path(bundle)) - Files.size(Path.of(bundle));
      assertEquals(Files.size(authority) + 1, added);
    }
  }

  @Test
  void awaitLine_serviceEndsFirst_saysWhatItPrinted() {
    try (AzureVm vm = AzureVm.start()) {
      VmService service = vm.start(List.of("sh", "-c", "echo sorry"), temp.resolve("log"));
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class, () -> service.awaitLine(Pattern.compile("ready"), SOON));
      assertTrue(String.valueOf(failure.getMessage()).contains("sorry"), failure.getMessage());
    }
  }

  /** A server with a certificate that is its own authority. */
  private VmService serve(AzureVm vm, Path authority) {
    Path key = temp.resolve("key.pem");
    vm.exec(
            SOON,
            ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Test"
                    + " -addext subjectAltName=DNS:contoso.vault.azure.net -keyout %s -out %s")
                .formatted(key, authority)
                .split(" "))
        .output();
    String server = "openssl s_server -accept 443 -www -key %s -cert %s".formatted(key, authority);
    return vm.start(List.of(server.split(" ")), temp.resolve("server.log"));
  }
}
