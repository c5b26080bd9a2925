package dev.akvvm.onrenewal.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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

  /** What the script says of the program, or of the interpreter that it needs. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(it|its interpreter .+) (does not exist on this machine|is not executable|is not safe to"
              + " run: .+)");

  /** That of the package in this folder. */
  static LaunchScript ofPackage(Path home) {
    return new LaunchScript(home.resolve("bin/run_checked"));
  }

  /** The command line that begins a program with its arguments. */
  List<String> of(List<String> words) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", script.toString(), "run"));
    line.addAll(words);
    return line;
  }

  /** Whether the program was not even begun, for the reason that is the last line. */
  static boolean failed(ProcessResult result) {
    return (result.endedWith(NOT_TO_BE_RUN) || result.endedWith(MISSING))
        && REFUSAL.matcher(result.lastLine()).matches();
  }
}
