package dev.akvvm.onrenewal.runner;

import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.ProcessResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A program as a unit of its own, a child of systemd: it is outside the agent's sandbox, and
 * everything it starts ends with it. Uses only options that systemd 239 (RHEL 8) knows.
 */
final class TransientUnit implements ProcessIsolation {
  /**
   * One name for all, so that a program that a killed agent left running is not started a second
   * time beside it.
   */
  private static final String UNIT = "akvvm-action.service";

  /** As systemctl shows it; a unit that is gone is "not-found". */
  private static final String LOADED = "LoadState=loaded";

  private static final Duration MARGIN = GRACE.plusSeconds(10);
  private static final int TRIES = 10;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  @Override
  public ProcessResult run(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    awaitFree();
    long start = System.nanoTime();
    ProcessResult result =
        BoundedProcess.run(
            commandLine(command, environment, limit), BoundedProcess.CLEAN, limit.plus(MARGIN));
    return judged(result, Duration.ofNanos(System.nanoTime() - start), limit);
  }

  /**
   * The previous unit is gone a moment after its program. One that a killed agent left stays as
   * long as its program runs: then systemd-run fails and says so.
   */
  private static void awaitFree() throws IOException, InterruptedException {
    for (int i = 1; i < TRIES && isThere(); i++) {
      Thread.sleep(BETWEEN_TRIES);
    }
  }

  private static boolean isThere() throws IOException, InterruptedException {
    List<String> line = List.of("systemctl", "show", "--property=LoadState", "--", UNIT);
    return BoundedProcess.run(line, BoundedProcess.CLEAN, MARGIN).lastLine().equals(LOADED);
  }

  static List<String> commandLine(
      List<String> command, Map<String, String> environment, Duration limit) {
    List<String> line =
        new ArrayList<>(
            List.of("systemd-run", "--quiet", "--wait", "--pipe", "--collect", "--unit=" + UNIT));
    line.add("--property=RuntimeMaxSec=" + limit.toSeconds());
    line.add("--property=TimeoutStopSec=" + GRACE.toSeconds());
    environment.forEach((name, value) -> line.add("--setenv=" + name + "=" + value));
    line.add("--");
    // systemd puts variables into arguments; a doubled sign stands for itself.
    command.forEach(word -> line.add(word.replace("$", "$$")));
    return line;
  }

  /** systemd-run exits in the same way when a program fails and when systemd ended it. */
  private static ProcessResult judged(ProcessResult result, Duration taken, Duration limit) {
    boolean isLate = taken.compareTo(limit) >= 0 && !result.succeeded();
    return new ProcessResult(
        isLate ? OptionalInt.empty() : result.exitCode(), result.output(), limit);
  }
}
