package dev.akvvm.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The same as {@code --version}, for those who look for a command. */
@ForEverybody
@Command(name = "version", description = "Prints the version of this package.")
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    for (String line : new HandlerVersion().getVersion()) {
      PicocliSupport.commandLine(spec).getOut().println(line);
    }
    PicocliSupport.commandLine(spec).getOut().flush();
    return 0;
  }
}
