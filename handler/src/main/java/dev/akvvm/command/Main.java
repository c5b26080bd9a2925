package dev.akvvm.command;

import dev.akvvm.doctor.ActionChecks;
import dev.akvvm.doctor.Doctor;
import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.service.ServiceManager;
import dev.akvvm.service.Timeouts;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.text.PrintableText;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** {@code bin/handler}: one command per call, as waagent runs them. */
public final class Main {
  private static final int MAX_LINE = 1400;

  /** The second is for systems whose /usr is read-only, such as Flatcar. */
  private static final List<Path> COMMAND_FOLDERS =
      List.of(Path.of("/usr/local/bin"), Path.of("/opt/bin"));

  private Main() {}

  /** Runs the command named by the arguments and exits with its code. */
  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("akvvm.home", ".")).toAbsolutePath().normalize();
    HandlerContext context =
        new HandlerContext(
            home,
            System.getenv(),
            Clock.systemUTC(),
            ServiceManager.ofMachine(),
            Timeouts.USUAL,
            new CommandFile(home, COMMAND_FOLDERS),
            SummaryFile.ofMachine());
    CommandLine line = commandLine(context);
    line.setExecutionStrategy(RootCheck.ofThisProcess());
    System.exit(line.execute(arguments));
  }

  static CommandLine commandLine(HandlerContext context) {
    return commandLine(context, System.in);
  }

  static CommandLine commandLine(HandlerContext context, InputStream standardInput) {
    ActionChecks actions = ActionChecks.ofMachine(context.home());
    CommandLine line =
        new CommandLine(new HandlerCommand())
            .addSubcommand(new CommandLine.HelpCommand())
            .addSubcommand(new VersionCommand())
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(
                new DoctorCommand(new Doctor(context.home(), context.variables(), actions)))
            .addSubcommand(new ValidateCommand(standardInput, actions))
            .addSubcommand(new ReloadCommand(context))
            .addSubcommand(
                new GeneralizeCommand(context, GeneralizeCommand.KeysProgram.of(context.home())))
            .addSubcommand(new InstallCommand(context))
            .addSubcommand(new EnableCommand(context))
            .addSubcommand(new DisableCommand(context))
            .addSubcommand(new UpdateCommand())
            .addSubcommand(new UninstallCommand(context))
            .addSubcommand(new DeliverCommand(context))
            .addSubcommand(new FitSandboxCommand(context));
    PicocliSupport.printSafely(line);
    line.setParameterExceptionHandler((e, _) -> fail(line, ExitCode.CONFIGURATION, usage(e)));
    line.setExecutionExceptionHandler((e, _, _) -> failed(line, e, context));
    return line;
  }

  /** What is wrong with the command line, and what was probably meant. */
  private static String usage(CommandLine.ParameterException e) {
    List<String> suggestions =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String meant = suggestions.isEmpty() ? "" : "; did you mean " + suggestions.getFirst() + "?";
    CommandLine line = e.getCommandLine();
    String commands =
        line.getSubcommands().values().stream()
            .filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .map(CommandLine::getCommandName)
            .collect(Collectors.joining(", "));
    return firstLine(e)
        + meant
        + (commands.isEmpty()
            ? "; see " + line.getCommandSpec().qualifiedName() + " --help"
            : "; commands: " + commands);
  }

  private static int failed(CommandLine line, Exception e, HandlerContext context)
      throws InterruptedException {
    if (!(e instanceof CommandFailedException)) {
      HandlerLog.note(context, e);
    }
    return failed(line, e);
  }

  /** The one place where a failure becomes a line of output and an exit code. */
  static int failed(CommandLine line, Exception e) {
    return e instanceof CommandFailedException failure
        ? fail(line, failure.exitCode(), failure.reason())
        : fail(line, ExitCode.MISSING_DEPENDENCY, "internal error: " + firstLine(e));
  }

  /** Prints the reason as one line, and gives the code. */
  static int fail(CommandLine line, int exitCode, String reason) {
    PrintWriter err = line.getErr();
    err.println(line(reason));
    err.flush();
    return exitCode;
  }

  /** waagent shows the first 3200 bytes of the output, and of a longer one not the beginning. */
  private static String line(String reason) {
    String line = PrintableText.of(reason);
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "...";
  }

  static String firstLine(Exception e) {
    String message = e.getMessage();
    String text = message == null ? e.getClass().getSimpleName() : message;
    return String.format(Locale.ROOT, "%s", text.lines().findFirst().orElse(text));
  }
}
