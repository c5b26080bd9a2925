package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.service.AgentProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
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
    ProcessBuilder builder =
        new AgentProgram(home).running("dev.akvvm.agent.ReloadMain", home.toString(), name);
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          out().println(line);
          out().flush();
        }
      }
      return process.waitFor();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot start the agent's program", e);
    }
  }

  private PrintWriter out() {
    return PicocliSupport.commandLine(spec).getOut();
  }
}
