package dev.akvvm.report;

import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells in {@code N.status} that the agent could not even begin a pass. What is known of the
 * certificates stays, and so does success: dependants that went on are not called back. The
 * launcher goes on trying, so without success the status is transitioning, not an error.
 */
public final class TroubleReporter {
  private final StatusFile file;
  private final Clock clock;

  /** Reports for the sequence number of {@code file} only. */
  public TroubleReporter(StatusFile file, Clock clock) {
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
    Optional<StatusReport> before = file.read();
    boolean succeeded = before.map(report -> report.level() == StatusLevel.SUCCESS).orElse(false);
    Instant since = before.map(StatusReport::appliedAt).orElse(clock.instant());
    file.write(
        new StatusReport(
            succeeded ? StatusLevel.SUCCESS : StatusLevel.TRANSITIONING,
            0,
            "The agent cannot work, retrying: " + reason,
            since,
            before.map(StatusReport::substatuses).orElse(List.of())));
  }
}
