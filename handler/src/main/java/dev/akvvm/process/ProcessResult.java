package dev.akvvm.process;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a command ended.
 *
 * @param exitCode empty when it did not end in time
 * @param firstLine the first line of its output, of standard error if there is any
 * @param lastLine the last line of the same
 * @param limit how long it was allowed to take
 */
public record ProcessResult(
    OptionalInt exitCode, String firstLine, String lastLine, Duration limit) {
  /** Whether it did what it was run for. */
  public boolean succeeded() {
    return exitCode.equals(OptionalInt.of(0));
  }

  /** Whether it ended in time, with this exit code. */
  public boolean endedWith(int code) {
    return exitCode.equals(OptionalInt.of(code));
  }

  /** Says how it failed, to be put after its name; the line may be empty. */
  public String failure(String line) {
    return exitCode.isEmpty()
        ? "failed: timed out after " + limit.toSeconds() + " s, and ended"
        : "failed (exit code " + exitCode.getAsInt() + ")" + (line.isEmpty() ? "" : ": " + line);
  }
}
