package dev.akvvm.process;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a command ended.
 *
 * @param exitCode empty when it did not end in time
 * @param output what it printed, on standard error if there was anything
 * @param limit how long it was allowed to take
 */
public record ProcessResult(OptionalInt exitCode, ProgramOutput output, Duration limit) {
  /** The first line of its output; empty if there is none. */
  public String firstLine() {
    return output.firstLine();
  }

  /** The last line of its output; empty if there is none. */
  public String lastLine() {
    return output.lastLine();
  }

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
