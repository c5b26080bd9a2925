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
  private SystemCommands() {}

  /** Whether a program is in one of the directories of a PATH. */
  public static boolean isInstalled(String program, String searchPath) {
    return Arrays.stream(searchPath.split(":"))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Runs a program until it ends, in this process's environment.
   *
   * @return how it ended; it has an exit code
   * @throws ProgramFailedException when it cannot be started or does not end in time
   */
  public static ProcessResult run(Duration limit, String... command)
      throws ProgramFailedException, InterruptedException {
    ProcessResult result;
    try {
      result = BoundedProcess.run(List.of(command), System.getenv(), limit);
    } catch (IOException e) {
      throw new ProgramFailedException("cannot run " + command[0] + ": " + IoReason.of(e));
    }
    if (result.exitCode().isEmpty()) {
      throw new ProgramFailedException(
          String.join(" ", command) + ": not done after " + limit.toSeconds() + " s");
    }
    return result;
  }

  /** The same for callers that only want to know whether it succeeds. */
  public static boolean succeeds(Duration limit, String... command)
      throws ProgramFailedException, InterruptedException {
    return run(limit, command).succeeded();
  }
}
