package dev.akvvm.handler;

import dev.akvvm.files.HeldLock;
import dev.akvvm.state.AgentIdentity;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Undoes what this version did, and only that: in an upgrade it runs after the new version's
 * update. Certificates and what passes remember stay.
 */
@Command(name = "uninstall", description = "Stops the agent of this version; certificates stay.")
final class UninstallCommand implements Callable<Integer> {
  private final HandlerContext context;

  UninstallCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try (HeldLock _ = context.lockCommands()) {
      AgentControl agent = context.agent();
      Optional<AgentIdentity> running = agent.running();
      if (running.isPresent() && running.get().home().equals(context.home())) {
        agent.stop();
      }
      agent.forget(context.home());
    }
    context.commandLink().remove();
    System.out.println("uninstalled; certificates stay where they are");
    return ExitCode.OK;
  }
}
