package dev.akvvm.handler;

import dev.akvvm.doctor.Finding;
import dev.akvvm.files.IoReason;
import dev.akvvm.state.AgentIdentity;
import dev.akvvm.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether an agent runs, and would run again after a boot. Changes nothing. */
final class ServiceChecks {
  private static final String SERVICE = "systemd";
  private static final String AGENT = "agent";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path home;

  ServiceChecks(Path home) {
    this.home = home;
  }

  List<Finding> run() throws InterruptedException {
    return List.of(service(), agent());
  }

  private static Finding service() throws InterruptedException {
    if (!Systemd.runsHere()) {
      return Finding.note(
          SERVICE, "does not run here; the guest agent starts the agent again after a boot");
    }
    try {
      if (Programs.run(LIMIT, "systemctl", "is-active", Systemd.UNIT).succeeded()) {
        boolean enabled = Programs.run(LIMIT, "systemctl", "is-enabled", Systemd.UNIT).succeeded();
        return enabled
            ? Finding.ok(SERVICE, Systemd.UNIT + " is active and enabled")
            : Finding.fix(
                SERVICE,
                Systemd.UNIT + " would not start at boot: systemctl enable " + Systemd.UNIT);
      }
      return Finding.fix(
          SERVICE,
          Systemd.UNIT
              + " is not active; enable the extension, or see journalctl -u "
              + Systemd.UNIT);
    } catch (CommandFailedException e) {
      return Finding.fix(SERVICE, e.reason());
    }
  }

  private Finding agent() throws InterruptedException {
    Path lockFile = StateFolder.besideWaagent(home).agentLock();
    try {
      Optional<AgentIdentity> holder = new AgentLock(lockFile).holder();
      return holder
          .map(
              agent ->
                  Finding.ok(
                      AGENT,
                      "runs for settings %s as process %d, from %s"
                          .formatted(agent.sequence(), agent.pid(), agent.home())))
          .orElseGet(() -> Finding.fix(AGENT, "none runs; enable the extension" + left(lockFile)));
    } catch (CommandFailedException e) {
      return Finding.fix(AGENT, e.reason());
    }
  }

  private static String left(Path lockFile) {
    try {
      return Files.exists(lockFile) && Files.size(lockFile) > 0
          ? "; the last one was: " + Files.readString(lockFile).strip()
          : "";
    } catch (IOException e) {
      return "; " + IoReason.of(e);
    }
  }
}
