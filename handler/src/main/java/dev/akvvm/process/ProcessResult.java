package dev.akvvm.process;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a command ended.
 *
 * @param exitCode empty when it was not done in time
 * @param firstLine of what it said, of its errors if there were any
 * @param lastLine of the same
 * @param limit how long it could take
 */
public record ProcessResult(
    OptionalInt exitCode, String firstLine, String lastLine, Duration limit) {
  /** Whether it did what it was run for. */
  public boolean succeeded() {
    return exitCode.equals(OptionalInt.of(0));
  }

  /** Whether it was done in time, with this exit code. */
  public boolean endedWith(int code) {
    return exitCode.equals(OptionalInt.of(code));
  }

  /** Says how it failed, to be put after what it was; the line may be empty. */
  public String failure(String line) {
    return exitCode.isEmpty()
        ? "failed: not done within " + limit.toSeconds() + " s, and ended"
        : "failed (exit code " + exitCode.getAsInt() + ")" + (line.isEmpty() ? "" : ": " + line);
  }
}
