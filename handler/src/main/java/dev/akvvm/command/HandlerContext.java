package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.HeldLock;
import dev.akvvm.service.AgentControl;
import dev.akvvm.service.AgentLock;
import dev.akvvm.service.ServiceManager;
import dev.akvvm.service.Timeouts;
import dev.akvvm.state.StateFolder;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.UnusableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What every command needs to know of the machine it runs on.
 *
 * @param home the folder the package was unpacked to
 * @param variables the process's environment
 * @param clock the time
 * @param manager what keeps the agent running on this machine
 * @param timeouts how long to wait for each thing
 * @param commandFile the operator's command
 * @param summaryFile what the agent says about the certificates
 */
record HandlerContext(
    Path home,
    Map<String, String> variables,
    Clock clock,
    ServiceManager manager,
    Timeouts timeouts,
    CommandFile commandFile,
    SummaryFile summaryFile) {

  /** waagent's folders. */
  HandlerEnvironment environment() throws CommandFailedException, InterruptedException {
    try {
      return HandlerEnvironment.read(home);
    } catch (UnusableFileException e) {
      throw new CommandFailedException(ExitCode.MISSING_DEPENDENCY, e.getMessage());
    }
  }

  /** The number of the settings that the guest agent refers to. */
  SequenceNumber sequence(HandlerEnvironment environment) throws CommandFailedException {
    try {
      return SequenceNumber.resolve(variables, environment.configFolder());
    } catch (UnusableFileException e) {
      throw new CommandFailedException(ExitCode.CONFIGURATION, e.getMessage());
    }
  }

  /** The folder for what outlives this version, created if missing. */
  StateFolder stateFolder() throws CommandFailedException {
    StateFolder folder = StateFolder.besideWaagent(home);
    try {
      folder.create();
      return folder;
    } catch (IOException e) {
      throw CommandFailedException.because("cannot create the state folder", e);
    }
  }

  /** Waits until no other command is looking at the agent or changing it. */
  HeldLock lockCommands() throws CommandFailedException, InterruptedException {
    try {
      return HeldLock.acquire(stateFolder().commandLock(), timeouts.otherCommand());
    } catch (IOException e) {
      throw CommandFailedException.because("cannot lock against other commands", e);
    }
  }

  /**
   * The same for a command that stops the agent. It must not fail, because a failure would block
   * upgrade and removal: where the disk does not even allow a lock, or another command hangs, it
   * goes on without one and says so.
   */
  Closeable lockCommandsIfPossible() throws InterruptedException {
    try {
      HeldLock lock = lockCommands();
      return lock::close;
    } catch (CommandFailedException e) {
      PrintableWriter.standardError().println(e.reason() + "; continuing anyway");
      return () -> {};
    }
  }

  /** The agent of this machine. Needs no state folder: where there is none, none runs. */
  AgentControl agent() {
    Path lock = StateFolder.besideWaagent(home).agentLock();
    return new AgentControl(new AgentLock(lock), manager, timeouts);
  }
}
