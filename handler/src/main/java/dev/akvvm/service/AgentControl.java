package dev.akvvm.service;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.process.ProgramFailedException;
import dev.akvvm.process.SystemCommands;
import dev.akvvm.state.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts and stops the machine's one agent, and knows whether it runs. */
public final class AgentControl {
  /** What starting and stopping needs, all from util-linux. */
  public static final List<String> PROGRAMS = List.of("flock", "setsid");

  /** The file descriptor under which {@code bin/akvvm_service} holds itself open. */
  private static final String LAUNCHERS_SCRIPT = "8";

  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(20);

  private final AgentLock lock;
  private final ServiceManager manager;
  private final Timeouts timeouts;

  /**
   * For the machine's one agent.
   *
   * @param lock the lock it holds
   * @param manager what keeps it running
   */
  public AgentControl(AgentLock lock, ServiceManager manager, Timeouts timeouts) {
    this.lock = lock;
    this.manager = manager;
    this.timeouts = timeouts;
  }

  /**
   * The agent that runs and will go on running. After its launcher was killed, Java may still hold
   * the lock; and a launcher whose package was replaced ends as soon as it notices. In both cases
   * nothing would start another.
   */
  public Optional<RunningAgent> running() throws CommandFailedException, InterruptedException {
    return lock.holder().filter(AgentControl::isOfItsPackage);
  }

  /** The launcher holds its own script open; in a new package that name is another file's. */
  private static boolean isOfItsPackage(RunningAgent agent) {
    try {
      return Files.isSameFile(
          Path.of("/proc", Long.toString(agent.pid()), "fd", LAUNCHERS_SCRIPT),
          agent.home().resolve("bin/akvvm_service"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Stops whatever agent runs and starts this one. */
  public void replace(ServiceManager.Start start)
      throws CommandFailedException, InterruptedException {
    stop();
    manager.start(start);
    if (lock.awaitHolder(start.home(), start.sequence(), timeouts.start()).isEmpty()) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY,
          "the agent did not start within "
              + timeouts.start().toSeconds()
              + " s; see "
              + manager.whereToLook(start));
    }
  }

  /** Stops the agent, however it was started; does nothing when none runs. */
  public void stop() throws CommandFailedException, InterruptedException {
    manager.stop();
    Optional<RunningAgent> left = lock.holder();
    if (left.isEmpty()) {
      return;
    }
    signal(left.get(), "TERM");
    if (lock.awaitReleased(timeouts.stop())) {
      return;
    }
    signal(left.get(), "KILL");
    if (!lock.awaitReleased(timeouts.stop())) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY,
          "the agent (process " + left.get().pid() + ") did not exit, even after SIGKILL");
    }
  }

  /** Ensures that no later boot starts an agent, until one is started again. */
  public void startNoMore() throws CommandFailedException, InterruptedException {
    manager.startNoMore();
  }

  /** Makes the agent poll everything at once; does nothing when none runs. */
  public void pollNow() throws CommandFailedException, InterruptedException {
    Optional<RunningAgent> launcher = lock.holder();
    if (launcher.isPresent()) {
      run("kill -HUP " + launcher.get().pid());
    }
  }

  /** Stops the agent if {@code home} is where it was started from. */
  public void stopIfFrom(Path home) throws CommandFailedException, InterruptedException {
    if (lock.holder().filter(agent -> agent.home().equals(home)).isPresent()) {
      stop();
    }
  }

  /** Removes what makes the machine start an agent from {@code home} by itself. */
  public void forget(Path home) throws CommandFailedException, InterruptedException {
    manager.forget(home);
  }

  /**
   * The launcher leads its process group, and the process that holds the lock is in it, so the
   * number cannot have passed to another. A launcher started by hand may lead none; then it alone
   * is signalled.
   */
  private static void signal(RunningAgent agent, String signal)
      throws CommandFailedException, InterruptedException {
    long pid = agent.pid();
    run("kill -%s -- -%d || kill -%s %d".formatted(signal, pid, signal, pid));
  }

  /** Through the shell, which has kill built in. */
  private static void run(String script) throws CommandFailedException, InterruptedException {
    try {
      SystemCommands.run(SIGNAL_LIMIT, "sh", "-c", script);
    } catch (ProgramFailedException e) {
      throw CommandFailedException.because(e);
    }
  }
}
