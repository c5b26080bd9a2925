package dev.akvvm.command;

import dev.akvvm.exit.ExitCode;
import java.io.InputStream;
import picocli.CommandLine;

/**
 * {@code akvvm-validate}: the command validate without the package, for pipelines of repositories
 * that hold templates. It looks at the settings alone: the machine it runs on is not the one they
 * are for.
 */
public final class ValidateMain {
  private static final String NAME = "akvvm-validate";

  private ValidateMain() {}

  /** Validates the file that the arguments name, and exits with validate's code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(System.in).execute(arguments));
  }

  static CommandLine commandLine(InputStream standardInput) {
    CommandLine line = new CommandLine(ValidateCommand.ofSettingsAlone(standardInput));
    line.setCommandName(NAME);
    PicocliSupport.printSafely(line);
    line.setParameterExceptionHandler(
        (e, _) ->
            Main.fail(
                line,
                ExitCode.CONFIGURATION,
                Main.firstLine(e) + "; usage: " + NAME + " [--json] FILE"));
    line.setExecutionExceptionHandler((e, _, _) -> Main.failed(line, e));
    return line;
  }
}
