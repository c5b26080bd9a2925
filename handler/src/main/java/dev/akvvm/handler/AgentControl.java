package dev.akvvm.handler;

import dev.akvvm.state.AgentIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts and stops the machine's one agent, and knows whether it runs. */
final class AgentControl {
  /** What starting and stopping needs, all from util-linux. */
  static final List<String> PROGRAMS = List.of("flock", "setsid");

  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(20);

  private final AgentLock lock;
  private final ServiceManager manager;
  private final Limits limits;

  AgentControl(AgentLock lock, ServiceManager manager, Limits limits) {
    this.lock = lock;
    this.manager = manager;
    this.limits = limits;
  }

  /**
   * The agent that runs and goes on running. When its launcher was killed, Java may still hold the
   * lock; it is about to end, and nothing would start another.
   */
  Optional<AgentIdentity> running() throws CommandFailedException, InterruptedException {
    return lock.holder().filter(agent -> ProcessHandle.of(agent.pid()).isPresent());
  }

  /** Stops whatever agent runs and starts this one. */
  void replace(ServiceManager.Start start) throws CommandFailedException, InterruptedException {
    stop();
    manager.start(start);
    if (lock.awaitHolder(start.home(), start.sequence(), limits.start()).isEmpty()) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY,
          "the agent did not start within "
              + limits.start().toSeconds()
              + " s; see "
              + manager.whereToLook(start));
    }
  }

  /** Stops the agent, however it was started; does nothing when none runs. */
  void stop() throws CommandFailedException, InterruptedException {
    manager.stop();
    Optional<AgentIdentity> left = lock.holder();
    if (left.isEmpty()) {
      return;
    }
    signal(left.get(), "TERM");
    if (lock.awaitReleased(limits.stop())) {
      return;
    }
    signal(left.get(), "KILL");
    if (!lock.awaitReleased(limits.stop())) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY,
          "the agent (process " + left.get().pid() + ") does not end, not even when killed");
    }
  }

  /** Removes what makes the machine start an agent from {@code home} by itself. */
  void forget(Path home) throws CommandFailedException, InterruptedException {
    manager.forget(home);
  }

  /**
   * The launcher leads its process group, and whoever holds the lock is in it, so the number cannot
   * have passed to a stranger. Started by hand it may lead none; then it alone is signalled.
   */
  private static void signal(AgentIdentity agent, String signal)
      throws CommandFailedException, InterruptedException {
    long pid = agent.pid();
    String script = "kill -%s -- -%d || kill -%s %d".formatted(signal, pid, signal, pid);
    Programs.run(SIGNAL_LIMIT, "sh", "-c", script);
  }
}
