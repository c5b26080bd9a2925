package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.IoReason;
import dev.akvvm.service.AgentControl;
import dev.akvvm.text.PrintableWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Undoes what this version did, and only that: in an upgrade it runs after the new version's
 * update. Certificates and the state of passes stay.
 */
@Command(name = "uninstall", description = "Stops the agent of this version; certificates stay.")
final class UninstallCommand implements Callable<Integer> {
  private final HandlerContext context;

  UninstallCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try (Closeable _ = context.lockCommandsIfPossible()) {
      AgentControl agent = context.agent();
      agent.stopIfFrom(context.home());
      forget(agent);
      forgetSummary(agent);
    }
    context.commandFile().remove();
    PrintableWriter.standardOutput().println("uninstalled; certificates stay where they are");
    return ExitCode.OK;
  }

  /** What another version's agent says of the machine stays. */
  private void forgetSummary(AgentControl agent)
      throws CommandFailedException, InterruptedException {
    try {
      if (agent.running().isEmpty()) {
        context.summaryFile().delete();
      }
    } catch (IOException e) {
      PrintableWriter.standardOutput().println("note: a status stays: " + IoReason.of(e));
    }
  }

  /**
   * A unit that is left starts nothing: the launcher it names is removed with the package's folder.
   */
  private void forget(AgentControl agent) throws InterruptedException {
    try {
      agent.forget(context.home());
    } catch (CommandFailedException e) {
      PrintableWriter.standardError().println(e.reason() + "; remove it by hand");
    }
  }
}
