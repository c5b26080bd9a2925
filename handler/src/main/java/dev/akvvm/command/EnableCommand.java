package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.HeldLock;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.service.AgentControl;
import dev.akvvm.service.AgentStart;
import dev.akvvm.service.Decision;
import dev.akvvm.state.RunningAgent;
import dev.akvvm.state.StateFolder;
import dev.akvvm.state.StateOrigin;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Makes the running agent match the newest settings. waagent runs it for new settings, but also at
 * every boot, every restart of waagent and every goal state of other extensions, so it looks at
 * what there is and changes only what differs. Whatever happens, it writes {@code N.status} before
 * it returns: without one Azure would wait for an hour and a half instead of failing.
 */
@Command(name = "enable", description = "Starts the agent for the newest settings.")
final class EnableCommand implements Callable<Integer> {
  private final HandlerContext context;

  EnableCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    HandlerEnvironment environment = context.environment();
    SequenceNumber sequence = context.sequence(environment);
    StatusFile status = new StatusFile(environment.statusFolder(), sequence);
    ensureWritable(environment, status);
    try {
      AgentStart start =
          AgentStart.read(
              context.home(),
              environment,
              sequence,
              warning -> PrintableWriter.standardOutput().println("warning: " + warning));
      try (HeldLock _ = context.lockCommands()) {
        apply(start, environment, status);
      }
      return ExitCode.OK;
    } catch (CommandFailedException e) {
      reportError(status, e);
      throw e;
    } catch (RuntimeException e) {
      HandlerLog.note(context, e);
      CommandFailedException failure =
          new CommandFailedException(ExitCode.MISSING_DEPENDENCY, "internal error: " + e);
      reportError(status, failure);
      throw failure;
    }
  }

  /** That the status cannot be written must be known before anything is changed. */
  private static void ensureWritable(HandlerEnvironment environment, StatusFile status)
      throws CommandFailedException {
    try {
      DurableFiles.createDirectories(environment.statusFolder(), Modes.PRIVATE_DIRECTORY);
      DurableFiles.probe(environment.statusFolder());
    } catch (IOException e) {
      throw CommandFailedException.because("cannot write the status " + status.path(), e);
    }
  }

  /**
   * The launcher writes there which agent runs; a working agent is not stopped for one that cannot
   * start.
   */
  private static void ensureWritable(StateFolder state) throws CommandFailedException {
    try {
      DurableFiles.probe(state.path());
    } catch (IOException e) {
      throw CommandFailedException.because("cannot keep state", e);
    }
  }

  private void apply(AgentStart start, HandlerEnvironment environment, StatusFile status)
      throws CommandFailedException, InterruptedException {
    SequenceNumber sequence = start.sequence();
    AgentControl agent = context.agent();
    StateOrigin origin = origin();
    if (origin.difference().isPresent()) {
      agent.stop();
      drop(origin, environment);
    }
    record(origin);
    Optional<RunningAgent> running = agent.running();
    Optional<StatusReport> reported = status.read();
    boolean failed = reported.isEmpty() || reported.get().level() == StatusLevel.ERROR;
    switch (Decision.of(context.home(), sequence, running, !failed)) {
      case KEEP ->
          PrintableWriter.standardOutput()
              .println("the agent is already running for settings " + sequence);
      case REJECT -> {
        int inForce = running.orElseThrow().sequence().value();
        throw new CommandFailedException(
            ExitCode.CONFIGURATION,
            "settings %s are older than settings %d, which are in force; nothing was changed"
                .formatted(sequence, inForce));
      }
      case START, REPLACE -> {
        ensureWritable(context.stateFolder());
        start.makeStores();
        if (failed) {
          write(status, StartingStatus.of(start.settings(), context.clock().instant()));
        }
        agent.replace(start.toStart());
        PrintableWriter.standardOutput().println("the agent was started for settings " + sequence);
      }
    }
  }

  private StateOrigin origin() throws CommandFailedException {
    try {
      return StateOrigin.read(context.stateFolder());
    } catch (IOException e) {
      throw CommandFailedException.because("cannot read which machine the state is of", e);
    }
  }

  /** An agent that runs all the same has older settings than these, whatever their number. */
  private static void drop(StateOrigin origin, HandlerEnvironment environment)
      throws CommandFailedException {
    try {
      origin.drop(environment);
      PrintableWriter.standardOutput().println("note: " + origin.dropped());
    } catch (IOException e) {
      throw CommandFailedException.because("cannot remove another machine's state", e);
    }
  }

  /** That it cannot be noted must not stop an agent that works. */
  private static void record(StateOrigin origin) {
    try {
      origin.record();
    } catch (IOException e) {
      PrintableWriter.standardOutput()
          .println("warning: cannot note which machine the state is of: " + IoReason.of(e));
    }
  }

  private static void write(StatusFile status, StatusReport report) throws CommandFailedException {
    try {
      status.write(report);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot write the status", e);
    }
  }

  private void reportError(StatusFile status, CommandFailedException failure) {
    try {
      status.write(
          new StatusReport(
              StatusLevel.ERROR,
              failure.exitCode(),
              failure.reason(),
              context.clock().instant(),
              List.of()));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
