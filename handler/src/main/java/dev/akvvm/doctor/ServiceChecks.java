package dev.akvvm.doctor;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.process.InitSystem;
import dev.akvvm.process.ProgramFailedException;
import dev.akvvm.process.SystemCommands;
import dev.akvvm.service.AgentLock;
import dev.akvvm.service.Systemd;
import dev.akvvm.state.LogSetting;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.state.StateFolder;
import dev.akvvm.state.StateOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether an agent runs, and would run again after a boot. Changes nothing. */
final class ServiceChecks {
  private static final String SERVICE = "systemd";
  private static final String AGENT = "agent";
  private static final String IMAGE = "image";
  private static final String LOG = "log";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path home;

  ServiceChecks(Path home) {
    this.home = home;
  }

  List<Finding> run() throws InterruptedException {
    List<Finding> findings = new ArrayList<>(List.of(service()));
    AgentLock lock = new AgentLock(StateFolder.besideWaagent(home).agentLock());
    Optional<RunningAgent> holder = Optional.empty();
    try {
      holder = lock.holder();
      findings.add(agent(lock, holder));
      image().ifPresent(findings::add);
    } catch (CommandFailedException e) {
      findings.add(Finding.fix(AGENT, e.reason()));
    }
    findings.addAll(StatusCheck.of(holder));
    findings.add(log(holder));
    return findings;
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

  /** As the agent has it: its environment differs from this command's. */
  private static Finding log(Optional<RunningAgent> agent) {
    LogSetting setting =
        LogSetting.ofMachine(
            agent.map(AgentEnvironment::of).map(AgentEnvironment::variables).orElse(Map.of()));
    return setting
        .problem()
        .map(problem -> Finding.note(LOG, problem + "; so the level is " + setting.level()))
        .orElseGet(
            () ->
                Finding.ok(
                    LOG,
                    "level "
                        + setting.level()
                        + setting.origin().map(origin -> ", from " + origin).orElse("")));
  }

  /** A finding if the state on disk is another machine's. */
  private Optional<Finding> image() throws CommandFailedException {
    try {
      return StateOrigin.read(StateFolder.besideWaagent(home))
          .difference()
          .map(
              sign ->
                  Finding.note(
                      IMAGE,
                      "this machine was made from another's image: the state on disk has another "
                          + sign
                          + ", and enable removes it"));
    } catch (IOException e) {
      throw CommandFailedException.because("cannot read which machine the state is of", e);
    }
  }

  private static Finding agent(AgentLock lock, Optional<RunningAgent> holder)
      throws CommandFailedException, InterruptedException {
    if (holder.isPresent()) {
      RunningAgent agent = holder.get();
      return Finding.ok(
          AGENT,
          "runs for settings %s as process %d, from %s"
              .formatted(agent.sequence(), agent.pid(), agent.home()));
    }
    String last = lock.lastLine().map(line -> "; the last one was: " + line).orElse("");
    return Finding.fix(AGENT, "none runs; enable the extension" + last);
  }
}
