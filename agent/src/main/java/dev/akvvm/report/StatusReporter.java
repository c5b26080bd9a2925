package dev.akvvm.report;

import dev.akvvm.sync.PassReport;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** Writes the result of a pass to {@code N.status}. */
public final class StatusReporter {
  private static final List<StatusLevel> SEVERITY =
      List.of(
          StatusLevel.ERROR, StatusLevel.WARNING, StatusLevel.TRANSITIONING, StatusLevel.SUCCESS);

  private final StatusFile file;
  private final boolean requireInitialSync;
  private final Clock clock;

  /**
   * Reports for the sequence number of {@code file} only.
   *
   * @param requireInitialSync whether success waits for every certificate to be on disk
   */
  public StatusReporter(StatusFile file, boolean requireInitialSync, Clock clock) {
    this.file = file;
    this.requireInitialSync = requireInitialSync;
    this.clock = clock;
  }

  /**
   * Brings the file up to date; does not touch it when it already says the same.
   *
   * @throws IOException when it cannot be written
   */
  public void report(PassReport pass) throws IOException {
    Instant now = clock.instant();
    PreviousStatus before = new PreviousStatus(file.read());
    StatusLevel level = level(pass, before);
    Instant since = before.since(level).orElse(now);
    List<Substatus> worstFirst =
        pass.states().entrySet().stream()
            .map(each -> StatusMessages.substatus(each.getKey(), each.getValue(), now))
            .sorted(Comparator.comparingInt(each -> SEVERITY.indexOf(each.level())))
            .toList();
    file.write(new StatusReport(level, 0, message(level, pass, since, now), since, worstFirst));
  }

  private StatusLevel level(PassReport pass, PreviousStatus before) {
    return before.succeeded() || !requireInitialSync || pass.isEverythingOnDisk()
        ? StatusLevel.SUCCESS
        : StatusLevel.TRANSITIONING;
  }

  private static String message(StatusLevel level, PassReport pass, Instant since, Instant now) {
    if (level == StatusLevel.SUCCESS) {
      String started =
          "Successfully started Key Vault extension service. "
              + since.truncatedTo(ChronoUnit.SECONDS);
      return Summary.isAllWell(pass, now)
          ? started
          : started + " " + Summary.of(pass, now) + ": see their substatus.";
    }
    return pass.failing().isEmpty()
        ? "Starting Key Vault extension service; waiting for the first download."
        : "Failed to download one or more certificates, retrying...";
  }
}
