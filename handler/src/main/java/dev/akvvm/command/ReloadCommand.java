package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.service.AgentProgram;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Does at once what the agent would retry later, in a process with the agent's own libraries; the
 * agent, if it runs, then polls and brings the status up to date.
 */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    versionProvider = HandlerVersion.class,
    description = "Runs pending actions after renewals now.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all of it worked, or nothing was to be done", "1:something did not work"})
final class ReloadCommand implements Callable<Integer> {
  /**
   * Exit code of the program that is started: there was nothing to do, so the agent need not poll.
   */
  private static final int NOTHING = 3;

  private final HandlerContext context;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A certificate's name in its vault, or <vault>/<name>; without it all.")
  private String name = "";

  ReloadCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    int code = run();
    if (code == NOTHING) {
      return 0;
    }
    context.agent().pollNow();
    return code == 0 ? 0 : 1;
  }

  private int run() throws CommandFailedException, InterruptedException {
    Path home = context.home();
    return new AgentProgram(home)
        .run(
            PicocliSupport.commandLine(spec).getOut(),
            "dev.akvvm.agent.ReloadMain",
            home.toString(),
            name);
  }
}
