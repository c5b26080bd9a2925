package dev.akvvm.command;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.process.SystemCommands;
import dev.akvvm.service.AgentControl;
import dev.akvvm.text.PrintableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Checks that this machine has what the agent needs, and gives operators the command {@code akvvm};
 * {@code enable} does the rest.
 */
@Command(
    name = "install",
    description = "Checks that the agent can run on this machine; makes the command akvvm.")
final class InstallCommand implements Callable<Integer> {
  private final HandlerContext context;

  InstallCommand(HandlerContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws CommandFailedException {
    Path launcher = context.home().resolve("bin/akvvm_service");
    if (!exists(launcher)) {
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY, launcher + ": missing; the package is incomplete");
    }
    for (String program : AgentControl.PROGRAMS) {
      if (!SystemCommands.isInstalled(program, context.variables().getOrDefault("PATH", ""))) {
        throw new CommandFailedException(
            ExitCode.MISSING_DEPENDENCY,
            "the program " + program + " is not on the PATH; install the package util-linux");
      }
    }
    Path state = context.stateFolder().path();
    try {
      DurableFiles.probe(state);
    } catch (IOException e) {
      throw CommandFailedException.because("cannot write to the state folder", e);
    }
    PrintableWriter.standardOutput().println("installed; state is kept in " + state);
    PrintableWriter.standardOutput().println(context.commandFile().place());
    return ExitCode.OK;
  }

  private static boolean exists(Path file) throws CommandFailedException {
    try {
      return DurableFiles.facts(file).isPresent();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot look at the package", e);
    }
  }
}
