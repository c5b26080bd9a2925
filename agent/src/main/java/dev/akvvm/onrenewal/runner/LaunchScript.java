package dev.akvvm.onrenewal.runner;

import dev.akvvm.process.ProcessResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a program is started: by a script that finds it, and decides whether it is safe to run, in
 * the place where it runs. The agent's sandbox hides home directories and the machine's {@code
 * /tmp} from the agent, and from {@code systemd-run}, too; and what the agent finds could be
 * another program a moment later.
 *
 * @param script the package's {@code bin/run_checked}
 */
record LaunchScript(Path script) {
  private static final int NOT_TO_BE_RUN = 126;
  private static final int MISSING = 127;

  /** The script of the package in this folder. */
  static LaunchScript ofPackage(Path home) {
    return new LaunchScript(home.resolve("bin/run_checked"));
  }

  /** The command line that starts a program with its arguments. */
  List<String> run(List<String> words) {
    return line("run", words);
  }

  /**
   * The command line that only checks a program: it ends with 0 if the program would be started.
   */
  List<String> check(String program) {
    return line("check", List.of(program));
  }

  /**
   * Whether the script may have refused to start the program; the program can end like that, too.
   */
  static boolean mayHaveRefused(ProcessResult result) {
    return result.endedWith(NOT_TO_BE_RUN) || result.endedWith(MISSING);
  }

  private List<String> line(String mode, List<String> words) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", script.toString(), mode));
    line.addAll(words);
    return line;
  }
}
