package dev.akvvm.process;

import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Runs programs of the system, each bounded in time. */
public final class SystemCommands {
  /** The result of a program: its exit code and, on failure, the last line it printed. */
  public record Result(int exitCode, String lastLine) {
    /** Whether it did what it was run for. */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  private SystemCommands() {}

  /** Whether a program is in one of the directories of a PATH. */
  public static boolean isInstalled(String program, String searchPath) {
    return Arrays.stream(searchPath.split(":"))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Runs a program until it ends.
   *
   * @throws ProgramFailedException when it cannot be started or does not end in time
   */
  public static Result run(Duration limit, String... command)
      throws ProgramFailedException, InterruptedException {
    ProcessResult result;
    try {
      result = BoundedProcess.run(List.of(command), System.getenv(), limit);
    } catch (IOException e) {
      throw new ProgramFailedException("cannot run " + command[0] + ": " + IoReason.of(e));
    }
    return new Result(
        result
            .exitCode()
            .orElseThrow(
                () ->
                    new ProgramFailedException(
                        String.join(" ", command)
                            + ": not done after "
                            + limit.toSeconds()
                            + " s")),
        result.lastLine());
  }

  /** The same for callers that only want to know whether it succeeds. */
  public static boolean succeeds(Duration limit, String... command)
      throws ProgramFailedException, InterruptedException {
    return run(limit, command).succeeded();
  }
}
