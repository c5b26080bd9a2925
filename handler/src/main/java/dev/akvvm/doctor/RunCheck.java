package dev.akvvm.doctor;

import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.ProcessResult;
import dev.akvvm.process.ProgramFailedException;
import dev.akvvm.process.SystemCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks in advance the script that decides before each run.
 *
 * @param script the package's {@code bin/run_checked}
 */
record RunCheck(Path script) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Programs are run in the root directory, where a relative path would not be found. */
  RunCheck {
    script = script.toAbsolutePath();
  }

  /** Why a program would not be run; empty if it would be, or if that cannot be determined. */
  Optional<String> refusal(String program) {
    try {
      ProcessResult result =
          SystemCommands.run(
              LIMIT,
              "env",
              "PATH=" + BoundedProcess.SEARCH_PATH,
              "/bin/sh",
              script.toString(),
              "check",
              program);
      return result.succeeded() ? Optional.empty() : Optional.of(result.lastLine());
    } catch (ProgramFailedException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
