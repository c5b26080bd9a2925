package dev.akvvm.onrenewal.runner;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a command result.
 *
 * @param exitCode empty when it was not done in time
 * @param firstLine of what it said, of its errors if there were any
 * @param lastLine of the same
 * @param limit how long it could take
 */
record ProcessResult(OptionalInt exitCode, String firstLine, String lastLine, Duration limit) {
  boolean succeeded() {
    return exitCode.equals(OptionalInt.of(0));
  }

  boolean endedWith(int code) {
    return exitCode.equals(OptionalInt.of(code));
  }

  /** Says how it failed, to be put after what it was; the line may be empty. */
  String failure(String line) {
    return exitCode.isEmpty()
        ? "failed: not done within " + limit.toSeconds() + " s, and ended"
        : "failed (exit code " + exitCode.getAsInt() + ")" + (line.isEmpty() ? "" : ": " + line);
  }
}
