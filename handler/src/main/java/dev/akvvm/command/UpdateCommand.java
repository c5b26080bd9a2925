package dev.akvvm.command;

import dev.akvvm.exit.ExitCode;
import dev.akvvm.text.PrintableWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Has nothing to do, on purpose. In an upgrade the old version's uninstall runs after this, so
 * whatever were prepared here could be undone; in a downgrade this is the older of two programs'
 * predecessor and should not touch the other's. Everything is set up by {@code enable}, from state
 * that lives outside the versioned folders.
 */
@Command(name = "update", description = "Does nothing: enable sets everything up.")
final class UpdateCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    PrintableWriter.standardOutput().println("nothing to update; enable sets everything up");
    return ExitCode.OK;
  }
}
