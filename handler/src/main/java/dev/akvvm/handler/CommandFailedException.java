package dev.akvvm.handler;

import dev.akvvm.files.IoReason;
import dev.akvvm.process.ProgramFailedException;
import java.io.IOException;

/** Ends a command: the exit code, and the one line an operator reads. */
final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailedException(int exitCode, String reason) {
    super(reason);
    this.exitCode = exitCode;
  }

  /** The machine does not let a file be read or written. */
  static CommandFailedException because(String what, IOException e) {
    return new CommandFailedException(ExitCode.MISSING_DEPENDENCY, what + ": " + IoReason.of(e));
  }

  /** The machine does not let a program be run. */
  static CommandFailedException because(ProgramFailedException e) {
    return new CommandFailedException(ExitCode.MISSING_DEPENDENCY, e.getMessage());
  }

  int exitCode() {
    return exitCode;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
