package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Says in one line that a command needs root, instead of letting it fail on the first file it may
 * not read.
 *
 * @param user who runs the command
 */
record RootCheck(int user) implements IExecutionStrategy {

  static RootCheck ofThisProcess() {
    try {
      return new RootCheck((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | RuntimeException e) {
      // Without /proc the command finds out by itself.
      return new RootCheck(0);
    }
  }

  @Override
  public int execute(ParseResult parsed) {
    CommandLine command = parsed.asCommandLineList().getLast();
    boolean isForEverybody =
        command.getCommandSpec().userObject().getClass().isAnnotationPresent(ForEverybody.class)
            || command.getCommandSpec().userObject() instanceof CommandLine.HelpCommand
            || command.isUsageHelpRequested()
            || command.isVersionHelpRequested();
    if (user != 0 && !isForEverybody) {
      String reason = command.getCommandName() + " needs root: run it with sudo";
      throw new ExecutionException(
          command, reason, new CommandFailedException(ExitCode.MISSING_DEPENDENCY, reason));
    }
    return new RunLast().execute(parsed);
  }
}
