package dev.akvvm.doctor;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.process.InitSystem;
import dev.akvvm.process.ProgramFailedException;
import dev.akvvm.process.SystemCommands;
import dev.akvvm.service.AgentLock;
import dev.akvvm.service.Systemd;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.state.StateFolder;
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
    if (!InitSystem.isSystemd()) {
      return Finding.note(
          SERVICE, "does not run here; the guest agent starts the agent again after a boot");
    }
    try {
      if (SystemCommands.succeeds(LIMIT, "systemctl", "is-active", Systemd.UNIT)) {
        boolean enabled = SystemCommands.succeeds(LIMIT, "systemctl", "is-enabled", Systemd.UNIT);
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
    } catch (ProgramFailedException e) {
      return Finding.fix(SERVICE, e.getMessage());
    }
  }

  private Finding agent() throws InterruptedException {
    AgentLock lock = new AgentLock(StateFolder.besideWaagent(home).agentLock());
    try {
      Optional<RunningAgent> holder = lock.holder();
      if (holder.isPresent()) {
        RunningAgent agent = holder.get();
        return Finding.ok(
            AGENT,
            "runs for settings %s as process %d, from %s"
                .formatted(agent.sequence(), agent.pid(), agent.home()));
      }
      String last = lock.lastLine().map(line -> "; the last one was: " + line).orElse("");
      return Finding.fix(AGENT, "none runs; enable the extension" + last);
    } catch (CommandFailedException e) {
      return Finding.fix(AGENT, e.reason());
    }
  }
}
