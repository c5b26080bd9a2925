package dev.akvvm.command;

import dev.akvvm.text.PrintableWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** How commands print, and what picocli gives one before it calls it. */
final class PicocliSupport {
  private PicocliSupport() {}

  /** Neither colours, which are terminal commands, nor text of others that could be such. */
  static void printSafely(CommandLine line) {
    line.setOut(PrintableWriter.standardOutput());
    line.setErr(PrintableWriter.standardError());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExpandAtFiles(false);
  }

  /** The command line that a command is part of: where it prints to. */
  static CommandLine commandLine(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli did not set the command's spec");
    }
    return spec.commandLine();
  }
}
