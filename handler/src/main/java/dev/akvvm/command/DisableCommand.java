package dev.akvvm.command;

import dev.akvvm.exit.ExitCode;
import dev.akvvm.text.PrintableWriter;
import java.io.Closeable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Stops the agent. An agent that is already stopped is a success, because a failing disable would
 * block every upgrade and removal.
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
      context.agent().stop();
    }
    PrintableWriter.standardOutput()
        .println("the agent is stopped; certificates stay where they are");
    return ExitCode.OK;
  }
}
