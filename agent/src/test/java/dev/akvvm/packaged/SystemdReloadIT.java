package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import dev.akvvm.vm.SystemdVm;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent in systemd's sandbox does after renewals. */
@Timeout(300)
final class SystemdReloadIT {
  private static final String PROGRAM = "/root/program";
  private static final String FLAG = "/root/flag";

  /** Serves TLS; HUP makes it read its certificate again. */
  private static final String SERVER =
      """
      import signal, socket, ssl, sys
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      def load(*_): context.load_cert_chain(sys.argv[1])
      load()
      signal.signal(signal.SIGHUP, load)
      listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
      while True:
          client, _ = listener.accept()
          try:
              with context.wrap_socket(client, server_side=True) as tls:
                  tls.recv(1)
          except OSError:
              pass
      """;

  /** What systemd, and the shell that notes it, add of their own. */
  private static final List<String> NOT_OURS =
      List.of(
          "INVOCATION_ID",
          "JOURNAL_STREAM",
          "SYSTEMD_EXEC_PID",
          "LOGNAME",
          "USER",
          "HOME",
          "SHELL",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_");

  @TempDir private Path folder;
  private @Nullable Machine running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void renewal_unitsProgramAndHook_doneOutsideOfTheSandbox() {
    doneOutside(SystemdVm.Options.debian12());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bullseye", "trixie"})
  @Tag("nightly")
  void renewal_otherSystemd_doneOutsideOfTheSandbox(String suite) {
    doneOutside(SystemdVm.Options.debian12().withSuite(suite));
  }

  private void doneOutside(SystemdVm.Options options) {
    Machine machine = started(options);
    Store store = Store.usual(machine);
    Actions actions = new Actions(machine);
    actions.program(PROGRAM, "echo \"$1 $AKVVM_RENEWED\" >>/usr/noted");
    machine.output("mkdir", "-p", "/etc/akvvm/renewal-hooks/deploy");
    machine.output("ln", "-s", "/root/hook", "/etc/akvvm/renewal-hooks/deploy/10-note");
    actions.program(
        "/root/hook", "env >/etc/noted; id -u >>/etc/noted; echo $AKVVM_RENEWED >>/root/hooks");
    String check = actions.program("/usr/local/bin/check-me", "test -s " + store.link("front"));
    Emulator.Version front = machine.azure().create("front");
    Emulator.Version back = machine.azure().create("back");
    PackageFolder handler = PackageFolder.unpackedIn(machine);
    handler.settings(
        0,
        Actions.settings(
            2,
            Map.of(
                "front",
                Map.of("reload", List.of("front"), "check", List.of("check-me")),
                "back",
                Map.of("restart", List.of("back.service"), "run", List.of(PROGRAM, "$HOME %n")))));
    handler.run(0, "enable").output();

    handler.awaitSubstatus(
        0,
        "front",
        "warning: reload of front.service failed (exit code 5): ",
        "front.service not found.; next attempt at the next poll; on disk: version "
            + front.version());
    assertEquals("success", handler.status(0).level());
    machine.write("/root/server.py", SERVER);
    Map<String, Integer> ports = Map.of("front", 8443, "back", 9443);
    ports.forEach(
        (name, port) ->
            machine.write(
                "/etc/systemd/system/" + name + ".service",
                """
                [Service]
                ExecStart=python3 /root/server.py %s %d
                ExecReload=kill -HUP $MAINPID
                """
                    .formatted(store.link(name), port)));
    machine.output("systemctl", "daemon-reload");
    machine.output("systemctl", "start", "front", "back");
    handler.awaitSubstatus(0, "front", "success: version " + front.version());
    handler.awaitSubstatus(0, "back", "success: version " + back.version());
    TlsLoad.awaitServed(machine, 8443, front);
    TlsLoad.awaitServed(machine, 9443, back);

    machine.output("rm", "/usr/noted", "/root/hooks");
    String frontPid = mainPid(machine, "front");
    String backPid = mainPid(machine, "back");
    Emulator.Version renewed = machine.azure().renew("front");
    TlsLoad.awaitServed(machine, 8443, renewed);
    assertEquals(frontPid, mainPid(machine, "front"), "reloaded, not restarted");
    assertEquals(backPid, mainPid(machine, "back"), "nothing of it has changed");
    handler.awaitSubstatus(0, "front", "success: version " + renewed.version());
    assertEquals("contoso/front\n", machine.read("/root/hooks"));
    assertEquals("", machine.read("/usr/noted"));
    assertCleanEnvironment(
        machine, store.link("front"), renewed, "front.example.com", "contoso/front");

    TlsLoad.awaitServed(machine, 9443, machine.azure().renew("back"));
    assertNotEquals(backPid, mainPid(machine, "back"));
    machine.await().until("the end", Machine.SOON, new Actions(machine)::areDone);
    assertEquals("$HOME %n contoso/back\n", machine.read("/usr/noted"));
    machine.write(check, "#!/bin/sh\necho no >&2\nexit 7\n");
    machine.azure().renew("front");
    handler.awaitSubstatus(
        0,
        "front",
        "warning: reload of front.service skipped: the check check-me failed (exit code 7): no;"
            + " next attempt at ");
    assertEquals(renewed.fingerprint(), TlsLoad.served(machine, 8443));

    machine.write(check, "#!/bin/sh\nexit 0\n");
    machine.write(
        "/etc/systemd/system/front.service.d/reload.conf",
        "[Service]\nExecReload=\nExecReload=/bin/sh -c 'echo \"front: [emerg] bad in /etc/x:3\";"
            + " exit 1'\n");
    machine.output("systemctl", "daemon-reload");
    handler.awaitSubstatus(
        0,
        "front",
        "warning: reload of front.service failed (exit code 1): Job for front.service failed."
            + " front: [emerg] bad in /etc/x:3; next attempt at ");
    assertTrue(
        machine
            .read(PackageFolder.LOGS + "/akvvm_service.log")
            .contains("[Reload] reload of front.service: output: front: [emerg] bad in /etc/x:3"));

    machine.output("systemctl", "stop", "front");
    Emulator.Version unheard = machine.azure().renew("front");
    handler.awaitSubstatus(0, "front", "success: version " + unheard.version());
  }

  private static void assertCleanEnvironment(
      Machine machine, String link, Emulator.Version version, String domain, String name) {
    List<String> noted = machine.read("/etc/noted").lines().toList();
    assertEquals("0", noted.getLast(), "root's identity");
    Map<String, String> environment = new LinkedHashMap<>();
    noted.subList(0, noted.size() - 1).stream()
        .map(line -> line.split("=", 2))
        .filter(pair -> !NOT_OURS.contains(pair[0]))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    assertEquals(
        Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG", "C.UTF-8",
            "RENEWED_LINEAGE", link,
            "RENEWED_DOMAINS", domain,
            "AKVVM_LINKS", link,
            "AKVVM_RENEWED", name,
            "AKVVM_VERSIONS", version.version()),
        environment);
  }

  @Test
  void badPrograms_all_areToldInOneLineAndStopNoPass() {
    Machine machine = started(SystemdVm.Options.debian12());
    PackageFolder handler = PackageFolder.unpackedIn(machine);
    BadPrograms programs = new BadPrograms(machine, handler, "/root/bad-");
    programs.enable(true);
    programs.assertTold(6);
    Execution ways = handler.run(0, "validate", handler.settingsFile(0));
    assertTrue(
        ways.stderr().contains("onRenewal: /root/bad-missing: it does not exist on this machine"),
        ways.stderr());
  }

  @Test
  void renewal_moreNamesThanAVariableHolds_programRunsAndHasThemInAFile() {
    Machine machine = started(SystemdVm.Options.debian12());
    new ManyNames(machine, PackageFolder.unpackedIn(machine)).assertNoted();
  }

  @Test
  void pending_upgradeRebootAndKill_doneOnceAfterThem() {
    Machine machine = started(SystemdVm.Options.debian12().withDisk(folder));
    Emulator.Version web = machine.azure().create("web");
    new Actions(machine)
        .program(
            PROGRAM,
            "test -e %s || exit 3; echo begin >>/root/log; sleep 4; echo end >>/root/log"
                .formatted(FLAG));
    String settings = Actions.settings(3600, Map.of("web", Map.of("run", List.of(PROGRAM))));
    PackageFolder old = PackageFolder.unpackedIn(machine);
    old.settings(0, settings);
    old.run(0, "install").output();
    old.run(0, "enable").output();
    String failed = "warning: run of " + PROGRAM + " failed (exit code 3); next attempt at ";
    old.awaitSubstatus(0, "web", failed);

    PackageFolder handler = PackageFolder.unpackedIn(machine, PackageFolder.NEXT);
    handler.settings(0, settings);
    old.run(0, "disable").output();
    handler.run(0, "update").output();
    old.run(0, "uninstall").output();
    machine.output("rm", "-r", old.home());
    handler.run(0, "install").output();
    handler.run(0, "enable").output();
    handler.awaitSubstatus(0, "web", failed);

    machine.close();
    Machine rebooted = started(SystemdVm.Options.debian12().withDisk(folder));
    Emulator.Version renewed = rebooted.azure().create("web");
    PackageFolder again = new PackageFolder(rebooted, PackageFolder.NEXT);
    again.awaitSubstatus(0, "web", failed, "; on disk: version " + renewed.version());
    assertNotEquals(web.version(), renewed.version());
    assertEquals("", rebooted.read("/root/log"));

    rebooted.write(FLAG, "");
    // A poll by hand tries at once what has failed.
    rebooted.output("systemctl", "reload", "akvvm_service");
    rebooted
        .await()
        .until("begun", Machine.SOON, () -> rebooted.read("/root/log").equals("begin\n"));
    rebooted.killService("akvvm_service");
    again.awaitSubstatus(0, "web", "success: version " + renewed.version());
    String log = rebooted.read("/root/log");
    assertTrue(log.startsWith("begin\nend\nbegin\nend\n"), log);
    rebooted.await().until("nothing is left", Machine.SOON, new Actions(rebooted)::areDone);
    assertEquals("nothing to do\n", again.run(0, "reload").stdout());
    rebooted.output("systemctl", "restart", "akvvm_service");
    again.awaitSubstatus(0, "web", "success: version " + renewed.version());
    rebooted.await().until("the agent goes", Machine.SOON, () -> rebooted.javas().isEmpty());
    assertEquals(log, rebooted.read("/root/log"));
  }

  private Machine started(SystemdVm.Options options) {
    Machine machine = Machine.startWithSystemd(options);
    running = machine;
    return machine;
  }

  private static String mainPid(Machine machine, String unit) {
    return machine.output("systemctl", "show", "--value", "--property=MainPID", unit).strip();
  }
}
