package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.service.AgentStart;
import dev.akvvm.state.StateFolder;
import dev.akvvm.state.StateOrigin;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.SequenceNumber;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Run by systemd right before it builds the service's sandbox, outside of it: makes stores that are
 * missing, as those in {@code /run} are after a boot, and checks once more where stores are and who
 * owns them. If the unit no longer opens the right directories, it is rewritten and this start is
 * given up; systemd tries again with the new one.
 */
@Command(
    name = "fit-sandbox",
    hidden = true,
    description = "Makes the service's sandbox fit the settings, before systemd builds it.")
final class FitSandboxCommand implements Callable<Integer> {
  /** Of sysexits.h: try again. */
  private static final int AGAIN = 75;

  private final HandlerContext context;

  @Parameters(paramLabel = "N", description = "The number of the settings.")
  private int sequence;

  FitSandboxCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      HandlerEnvironment environment = context.environment();
      if (areSettingsForeign(environment)) {
        // The agent says so, and is not started again.
        return ExitCode.OK;
      }
      SequenceNumber number = new SequenceNumber(sequence);
      AgentStart start = AgentStart.read(context.home(), environment, number, _ -> {});
      start.makeAllowedStores();
      if (context.manager().fit(start.toStart())) {
        return ExitCode.OK;
      }
      PrintableWriter.standardOutput()
          .println("rebuilding the sandbox: a store has moved or changed owner");
      return AGAIN;
    } catch (CommandFailedException e) {
      // The agent reports it; the existing sandbox will do.
      PrintableWriter.standardOutput().println("warning: " + e.reason());
      return ExitCode.OK;
    }
  }

  private boolean areSettingsForeign(HandlerEnvironment environment) {
    try {
      return StateOrigin.read(StateFolder.besideWaagent(context.home()))
          .areSettingsForeign(environment);
    } catch (IOException e) {
      // As above.
      return false;
    }
  }
}
