package dev.akvvm.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system, each bounded in time. */
final class Programs {
  /** What a finished program left: its exit code and, on failure, the last line it printed. */
  record Result(int exitCode, String lastLine) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Programs() {}

  static boolean isInstalled(String program, String searchPath) {
    return Arrays.stream(searchPath.split(":"))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Runs a program to its end.
   *
   * @throws CommandFailedException when it cannot be started or is not done in time
   */
  static Result run(Duration limit, String... command)
      throws CommandFailedException, InterruptedException {
    try {
      Optional<Path> output = fileForOutput();
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(
                    output
                        .map(file -> ProcessBuilder.Redirect.to(file.toFile()))
                        .orElse(ProcessBuilder.Redirect.DISCARD))
                .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new CommandFailedException(
              ExitCode.MISSING_DEPENDENCY,
              String.join(" ", command) + ": not done after " + limit.toSeconds() + " s");
        }
        String text = output.isEmpty() ? "" : new String(Files.readAllBytes(output.get()), UTF_8);
        return new Result(process.exitValue(), text.strip().lines().reduce("", (_, b) -> b));
      } finally {
        if (output.isPresent()) {
          Files.delete(output.get());
        }
      }
    } catch (IOException e) {
      throw CommandFailedException.because("cannot run " + command[0], e);
    }
  }

  /** A file, not a pipe, which a child of the program could keep open; none on a full disk. */
  private static Optional<Path> fileForOutput() {
    try {
      return Optional.of(Files.createTempFile("akvvm", ".out"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
