package dev.akvvm.onrenewal.runner;

import dev.akvvm.process.InitSystem;
import dev.akvvm.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs outside the agent, so that neither can harm the other. */
interface ProcessIsolation {
  /** The time between the end of a program's time limit and its being killed. */
  Duration GRACE = Duration.ofSeconds(5);

  /**
   * Runs a program; what it leaves behind ends with it.
   *
   * @throws IOException when it cannot be started at all
   */
  ProcessResult run(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException;

  /** Through systemd if it runs, else in a session of its own. */
  static ProcessIsolation ofMachine(Path lock) {
    return InitSystem.isSystemd() ? new TransientUnit() : new OwnSession(lock);
  }
}
