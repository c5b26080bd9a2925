package dev.akvvm.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * The script that a machine lives as long as: it says that the machine is ready, and ends with its
 * standard input - at the latest when this JVM does.
 *
 * @param said what followed the word {@code ready}
 */
record Keeper(Process process, String said) implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String READY = "ready";

  /**
   * Starts the script and waits for the machine.
   *
   * @throws IllegalStateException with what the script says, if it cannot make one
   */
  static Keeper start(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new Keeper(process, awaitReady(process.inputReader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String awaitReady(BufferedReader output) throws IOException {
    StringBuilder complaint = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return line.substring(READY.length()).strip();
      }
      complaint.append(line).append('\n');
    }
    throw new IllegalStateException(complaint.toString().strip());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
    if (!Commands.ended(process, SOON)) {
      process.destroyForcibly();
    }
  }
}
