package dev.akvvm.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A command that stays in a machine until it is closed or the machine is. */
public final class VmService implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Process process;
  private final Path log;
  private final long logBegin;

  private VmService(Process process, Path log, long logBegin) {
    this.process = process;
    this.log = log;
    this.logBegin = logBegin;
  }

  static VmService start(List<String> command, Path log) {
    try {
      long begin = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new VmService(process, log, begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  public String output() {
    try {
      byte[] all = Files.readAllBytes(log);
      int begin = Math.toIntExact(Math.min(logBegin, all.length));
      return new String(all, begin, all.length - begin, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until it has printed a whole line in which the pattern is found, and gives that line.
   *
   * @throws IllegalStateException if it ends or the time is up before that
   */
  public String awaitLine(Pattern pattern, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      boolean alive = isAlive();
      String output = output();
      Optional<String> line =
          output
              .substring(0, output.lastIndexOf('\n') + 1)
              .lines()
              .filter(candidate -> pattern.matcher(candidate).find())
              .findFirst();
      if (line.isPresent()) {
        return line.get();
      }
      if (!alive || System.nanoTime() - deadline > 0) {
        String why = alive ? "Not within " + timeout : "It ended before";
        throw new IllegalStateException(why + ": a line with " + pattern + " in:\n" + output);
      }
      Commands.pause(LOOK_AGAIN);
    }
  }

  /** Kills it. */
  @Override
  public void close() {
    Commands.kill(process);
    Commands.ended(process, Duration.ofSeconds(10));
  }
}
