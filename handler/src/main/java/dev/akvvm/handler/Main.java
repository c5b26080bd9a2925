package dev.akvvm.handler;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine;

/** {@code bin/handler}: one command per call, as waagent runs them. */
public final class Main {
  private static final int MAX_LINE = 1400;

  private Main() {}

  /** Runs the command named by the arguments and exits with its code. */
  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("akvvm.home", ".")).toAbsolutePath().normalize();
    ServiceManager manager = Systemd.runsHere() ? Systemd.ofMachine() : new Detached();
    HandlerContext context =
        new HandlerContext(home, System.getenv(), Clock.systemUTC(), manager, Limits.USUAL);
    System.exit(commandLine(context).execute(arguments));
  }

  static CommandLine commandLine(HandlerContext context) {
    return commandLine(context, System.in);
  }

  static CommandLine commandLine(HandlerContext context, InputStream standardInput) {
    CommandLine line =
        new CommandLine(new HandlerCommand())
            .addSubcommand(new InstallCommand(context))
            .addSubcommand(new EnableCommand(context))
            .addSubcommand(new DisableCommand(context))
            .addSubcommand(new UpdateCommand())
            .addSubcommand(new UninstallCommand(context))
            .addSubcommand(new ValidateCommand(standardInput, ActionChecks.ofMachine()))
            .addSubcommand(new DoctorCommand(context))
            .addSubcommand(new ReloadCommand(context));
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler((e, _) -> fail(line, ExitCode.CONFIGURATION, usage(line, e)));
    line.setExecutionExceptionHandler((e, _, _) -> failed(line, e));
    return line;
  }

  private static String usage(CommandLine line, CommandLine.ParameterException e) {
    return firstLine(e) + "; commands: " + String.join(", ", line.getSubcommands().keySet());
  }

  /** The one place where a failure becomes a line and an exit code. */
  private static int failed(CommandLine line, Exception e) {
    if (e instanceof CommandFailedException failure) {
      return fail(line, failure.exitCode(), failure.reason());
    }
    return fail(line, ExitCode.MISSING_DEPENDENCY, "internal error: " + firstLine(e));
  }

  private static int fail(CommandLine line, int exitCode, String reason) {
    PrintWriter err = line.getErr();
    err.println(line(reason));
    err.flush();
    return exitCode;
  }

  /** waagent shows the first 3200 bytes of the output, and of a longer one not the beginning. */
  private static String line(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "...";
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    String text = message == null ? e.getClass().getSimpleName() : message;
    return String.format(Locale.ROOT, "%s", text.lines().findFirst().orElse(text));
  }
}
