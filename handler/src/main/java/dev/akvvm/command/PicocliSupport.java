package dev.akvvm.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What picocli gives a command before it calls it. */
final class PicocliSupport {
  private PicocliSupport() {}

  /** The command line that a command is part of: where it prints to. */
  static CommandLine commandLine(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli did not set the command's spec");
    }
    return spec.commandLine();
  }
}
