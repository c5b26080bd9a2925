package dev.akvvm.vm;

import java.util.Objects;

/**
 * How a command ended; the exit code of one that a signal killed is 128 and the signal's number.
 */
public record Execution(int exitCode, String stdout, String stderr) {
  public Execution {
    Objects.requireNonNull(stdout);
    Objects.requireNonNull(stderr);
  }

  /**
   * What it printed, for commands that must not fail.
   *
   * @throws IllegalStateException if it failed
   */
  public String output() {
    if (exitCode != 0) {
      throw new IllegalStateException("Exit code " + exitCode + ": " + stderr.strip());
    }
    return stdout;
  }
}
