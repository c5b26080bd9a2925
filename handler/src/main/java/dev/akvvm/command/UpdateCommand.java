package dev.akvvm.command;

import dev.akvvm.exit.ExitCode;
import dev.akvvm.text.PrintableWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does nothing, on purpose. In an upgrade the old version's uninstall runs after this and could
 * undo whatever was prepared here; in a downgrade this is the older program and should not touch
 * what belongs to the newer one. Everything is set up by {@code enable}, from state outside the
 * versioned folders.
 */
@Command(name = "update", description = "Does nothing: enable sets everything up.")
final class UpdateCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    PrintableWriter.standardOutput().println("nothing to update; enable sets everything up");
    return ExitCode.OK;
  }
}
