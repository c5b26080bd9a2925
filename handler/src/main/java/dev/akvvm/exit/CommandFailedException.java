package dev.akvvm.exit;

import dev.akvvm.files.IoReason;
import dev.akvvm.process.ProgramFailedException;
import java.io.IOException;

/** Ends a command: the exit code, and the one line an operator reads. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * With this line.
   *
   * @param exitCode one of {@link ExitCode}
   * @param reason what is wrong, and what to do
   */
  public CommandFailedException(int exitCode, String reason) {
    super(reason);
    this.exitCode = exitCode;
  }

  /** A file cannot be read or written. */
  public static CommandFailedException because(String what, IOException e) {
    return new CommandFailedException(ExitCode.MISSING_DEPENDENCY, what + ": " + IoReason.of(e));
  }

  /** A program cannot be run. */
  public static CommandFailedException because(ProgramFailedException e) {
    return new CommandFailedException(ExitCode.MISSING_DEPENDENCY, e.getMessage());
  }

  /** How the process ends. */
  public int exitCode() {
    return exitCode;
  }

  /** The line. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
