package dev.akvvm.report;

import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.time.Clock;

/**
 * Reports in {@code N.status} that the agent could not even begin a pass. What is known of the
 * certificates stays, and so does success: dependants that went on cannot be called back. The
 * launcher goes on trying, so without success the status is transitioning, not an error.
 */
public final class StartupFailureReporter {
  private final StatusFile file;
  private final Clock clock;

  /** Reports for the sequence number of {@code file} only. */
  public StartupFailureReporter(StatusFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Writes why the agent cannot work.
   *
   * @param reason one line: what is wrong, where, and what to do
   * @throws IOException when the status cannot be written
   */
  public void report(String reason) throws IOException {
    PreviousStatus before = new PreviousStatus(file.read());
    StatusLevel level = before.succeeded() ? StatusLevel.SUCCESS : StatusLevel.TRANSITIONING;
    file.write(
        new StatusReport(
            level,
            0,
            "The agent cannot work, retrying: " + reason,
            before.since(level).orElse(clock.instant()),
            before.substatuses()));
  }
}
