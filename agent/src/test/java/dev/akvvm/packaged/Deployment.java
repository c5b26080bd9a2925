package dev.akvvm.packaged;

import static dev.akvvm.packaged.Reported.extension;
import static dev.akvvm.packaged.Reported.handler;
import static dev.akvvm.packaged.Reported.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Extension;
import dev.akvvm.vm.Report;
import dev.akvvm.vm.VmProcess;
import dev.akvvm.vm.Waagent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The package on a machine with systemd, brought there by the guest agent, a service too. */
final class Deployment implements AutoCloseable {
  static final Settings BUSY = Settings.polling(2, "web").with("requireInitialSync", true);

  /** Stops short of what it was to do while there is {@code /run/hold-systemctl-VERB}. */
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      if [ -e "/run/hold-systemctl-$1" ]; then
        : >/run/held
        sleep 600
      fi
      exec /usr/bin/systemctl "$@"
      """;

  private final Machine machine;
  private Waagent waagent;

  /**
   * Brings up the guest agent in a machine; the vault has the certificate web.
   *
   * @param zip what every version of the package is
   */
  Deployment(Machine machine, Path zip, String... versions) {
    this.machine = machine;
    machine.azure().create("web");
    waagent = Waagent.startService(machine.vm());
    for (String version : versions) {
      waagent.publish(PackageFolder.NAME, version, zip);
    }
    machine.write("/usr/local/sbin/systemctl", SYSTEMCTL);
    machine.output("chmod", "755", "/usr/local/sbin/systemctl");
  }

  Machine machine() {
    return machine;
  }

  Store store() {
    return Store.usual(machine);
  }

  Report goal(Extension... extensions) {
    return waagent.goal(extensions);
  }

  /** As {@code systemctl restart walinuxagent}; the goal is to be given anew. */
  void restartGuestAgent() {
    waagent = waagent.restartService();
  }

  /** Brings this version, polling every two seconds, and waits until Azure is told of success. */
  Report installed(String version, int sequence) {
    Report report = goal(extension(version, sequence, BUSY));
    awaitSuccess();
    return report;
  }

  Report awaitSuccess() {
    return waagent.pollUntil(
        each ->
            each.handler(PackageFolder.NAME).flatMap(Report.Handler::extension).stream()
                .anyMatch(status -> status.status().equals("success")),
        Machine.SOON);
  }

  /**
   * Kills the guest agent, and with it what it runs, in the midst of working at a goal.
   *
   * @param moment where it is held for that: a command, or {@code systemctl-} and a verb
   */
  void killGuestAgentAt(String moment, Extension goal) {
    machine.write("/run/hold-" + moment, "");
    CompletableFuture<Report> interrupted = CompletableFuture.supplyAsync(() -> goal(goal));
    machine.await().until(moment, Machine.SOON, () -> exists("/run/held"));
    machine.killService("walinuxagent");
    assertThrows(CompletionException.class, interrupted::join);
    machine.output("rm", "/run/held", "/run/hold-" + moment);
  }

  /** Azure is told that all is well; exactly one agent runs, this one, and it does its work. */
  void assertWorks(String version, int sequence) {
    Report report = awaitSuccess();
    assertEquals("Ready", handler(report).status());
    assertEquals(version, handler(report).version());
    assertEquals(sequence, status(report).sequence());
    String script = new PackageFolder(machine, version).home() + "/bin/akvvm_service ";
    assertTrue(launcher().commandLine().endsWith(script + sequence), launcher().commandLine());
    assertEquals(Long.toString(launcher().pid()), property("MainPID"));
    store().awaitInstalled("web", machine.azure().renew("web"));
    machine
        .await()
        .until(
            "every Java is this launcher's",
            Machine.SOON,
            () ->
                List.of(launcher().pid())
                    .equals(machine.javas().stream().map(VmProcess::parent).toList()));
  }

  VmProcess launcher() {
    return machine.launcher().orElseThrow(() -> new AssertionError("no agent runs"));
  }

  boolean exists(String file) {
    return Files.exists(machine.vm().path(file));
  }

  /** What systemd says of the agent's unit. */
  String property(String name) {
    return machine
        .output("systemctl", "show", "--value", "--property=" + name, "akvvm_service")
        .strip();
  }

  /** Ends the guest agent only; the machine belongs to whoever started it. */
  @Override
  public void close() {
    waagent.close();
  }
}
