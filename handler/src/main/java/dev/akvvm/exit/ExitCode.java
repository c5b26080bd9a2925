package dev.akvvm.exit;

/**
 * What a command's exit code tells Azure. The numbers are the convention for extensions; codes of
 * this family count as failures of the machine, not of the publisher. 51, an unsupported system, is
 * returned by {@code bin/handler} itself, because Java does not start there.
 */
public final class ExitCode {
  /** What was asked for is done. */
  public static final int OK = 0;

  /** Something the machine should provide is missing or refuses: a program, disk space, access. */
  public static final int MISSING_DEPENDENCY = 52;

  /** The settings, or the command line, cannot be used. */
  public static final int CONFIGURATION = 53;

  private ExitCode() {}
}
