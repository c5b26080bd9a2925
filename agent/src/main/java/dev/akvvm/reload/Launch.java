package dev.akvvm.reload;

import java.util.ArrayList;
import java.util.List;

/**
 * How a program is begun, so that it is looked for where it runs: the agent's sandbox hides home
 * directories and the machine's {@code /tmp} from the agent, and from {@code systemd-run}, too.
 */
final class Launch {
  /** What is said of a program that is not there. */
  static final String MISSING = "it does not exist on this machine";

  /** What is said of a program that may not be run. */
  static final String NOT_EXECUTABLE = "it is not executable";

  /** The shell reads nothing of the program's arguments; it only gives its place to it. */
  private static final String SCRIPT =
      """
      case $0 in
        /*)
          [ -e "$0" ] || { echo "%s" >&2; exit 127; }
          [ -x "$0" ] && [ ! -d "$0" ] || { echo "%s" >&2; exit 126; } ;;
      esac
      exec "$0" "$@"
      """
          .formatted(MISSING, NOT_EXECUTABLE);

  private Launch() {}

  /** The command line that begins a program with its arguments. */
  static List<String> of(List<String> words) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT));
    line.addAll(words);
    return line;
  }

  /** Whether the program could not even be begun, for a reason that has been said. */
  static boolean failed(Finished finished) {
    return (finished.endedWith(127) && finished.lastLine().equals(MISSING))
        || (finished.endedWith(126) && finished.lastLine().equals(NOT_EXECUTABLE));
  }
}
