package dev.akvvm.onrenewal.runner;

import dev.akvvm.process.ProcessResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a program is begun: by a script that looks for it, and judges whether it is safe to run,
 * where it runs. The agent's sandbox hides home directories and the machine's {@code /tmp} from the
 * agent, and from {@code systemd-run}, too; and what the agent would find could be another program
 * a moment later.
 *
 * @param script the package's {@code bin/run_checked}
 */
record LaunchScript(Path script) {
  private static final int NOT_TO_BE_RUN = 126;
  private static final int MISSING = 127;

  /** That of the package in this folder. */
  static LaunchScript ofPackage(Path home) {
    return new LaunchScript(home.resolve("bin/run_checked"));
  }

  /** The command line that begins a program with its arguments. */
  List<String> run(List<String> words) {
    return line("run", words);
  }

  /** The command line that only judges a program: it ends with 0 if that would be begun. */
  List<String> check(String program) {
    return line("check", List.of(program));
  }

  /** Whether the program may not have been begun at all; it can end so by itself. */
  static boolean mayHaveRefused(ProcessResult result) {
    return result.endedWith(NOT_TO_BE_RUN) || result.endedWith(MISSING);
  }

  private List<String> line(String mode, List<String> words) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", script.toString(), mode));
    line.addAll(words);
    return line;
  }
}
