package dev.akvvm.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.IoReason;
import dev.akvvm.files.MemoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system, each bounded in time. */
public final class SystemCommands {
  /** What a finished program left: its exit code and, on failure, the last line it printed. */
  public record Result(int exitCode, String lastLine) {
    /** Whether it did what it was run for. */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  private static final int MAX_OUTPUT = 1024 * 1024;

  private SystemCommands() {}

  /** Whether a program is in one of the directories of a PATH. */
  public static boolean isInstalled(String program, String searchPath) {
    return Arrays.stream(searchPath.split(":"))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Runs a program to its end.
   *
   * @throws ProgramFailedException when it cannot be started or is not done in time
   */
  public static Result run(Duration limit, String... command)
      throws ProgramFailedException, InterruptedException {
    Optional<MemoryFile> output = MemoryFile.create();
    try {
      int exitCode =
          run(
              limit,
              output
                  .map(file -> ProcessBuilder.Redirect.to(file.path().toFile()))
                  .orElse(ProcessBuilder.Redirect.DISCARD),
              command);
      String text = output.isEmpty() ? "" : new String(output.get().read(MAX_OUTPUT), UTF_8);
      return new Result(exitCode, text.strip().lines().reduce("", (_, b) -> b));
    } catch (IOException e) {
      throw new ProgramFailedException(
          "cannot read what " + command[0] + " said: " + IoReason.of(e));
    } finally {
      output.ifPresent(MemoryFile::close);
    }
  }

  /** The same for who only wants to know whether it succeeds. */
  public static boolean succeeds(Duration limit, String... command)
      throws ProgramFailedException, InterruptedException {
    return run(limit, ProcessBuilder.Redirect.DISCARD, command) == 0;
  }

  /** To a file, not a pipe, which a child of the program could keep open. */
  private static int run(Duration limit, ProcessBuilder.Redirect output, String... command)
      throws ProgramFailedException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output)
              .start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new ProgramFailedException(
            String.join(" ", command) + ": not done after " + limit.toSeconds() + " s");
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new ProgramFailedException("cannot run " + command[0] + ": " + IoReason.of(e));
    }
  }
}
