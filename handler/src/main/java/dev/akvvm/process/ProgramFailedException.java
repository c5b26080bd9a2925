package dev.akvvm.process;

/** A program could not be started, or did not end in time; the message says so in one line. */
public final class ProgramFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ProgramFailedException(String reason) {
    super(reason);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
