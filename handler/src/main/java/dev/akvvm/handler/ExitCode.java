package dev.akvvm.handler;

/**
 * What a command's exit code tells Azure. The numbers are the convention for extensions; codes of
 * this family count as the machine's trouble, not the publisher's.
 */
final class ExitCode {
  static final int OK = 0;

  /** This system is not supported. */
  static final int UNSUPPORTED = 51;

  /** Something the machine should provide is missing or refuses: a program, disk space, access. */
  static final int MISSING_DEPENDENCY = 52;

  /** The settings, or the command line, cannot be used. */
  static final int CONFIGURATION = 53;

  private ExitCode() {}
}
