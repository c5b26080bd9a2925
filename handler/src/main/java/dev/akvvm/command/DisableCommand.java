package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.service.AgentControl;
import dev.akvvm.text.PrintableWriter;
import java.io.Closeable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Stops the agent, over boots too. An agent that is already stopped is a success, because a failing
 * disable would block every upgrade and removal.
 */
@Command(name = "disable", description = "Stops the agent; certificates stay.")
final class DisableCommand implements Callable<Integer> {
  private final HandlerContext context;

  DisableCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try (Closeable _ = context.lockCommandsIfPossible()) {
      AgentControl agent = context.agent();
      agent.stop();
      keepFromStarting(agent);
    }
    PrintableWriter.standardOutput()
        .println("the agent is stopped; certificates stay where they are");
    return ExitCode.OK;
  }

  /** On a read-only disk, for one, only this boot's agent can be stopped. */
  private static void keepFromStarting(AgentControl agent) throws InterruptedException {
    try {
      agent.startNoMore();
    } catch (CommandFailedException e) {
      PrintableWriter.standardError().println(e.reason() + "; the next boot starts the agent");
    }
  }
}
