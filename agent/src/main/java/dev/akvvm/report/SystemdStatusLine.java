package dev.akvvm.report;

import dev.akvvm.sync.PassReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The line that {@code systemctl status} shows for the service. */
public final class SystemdStatusLine {
  private SystemdStatusLine() {}

  /** That certificates are being polled, and how they were before. */
  public static String polling(PassReport before, Instant now) {
    return "polling; " + Summary.of(before, now);
  }

  /** The state of all certificates, in one line, and when the next poll is due. */
  public static String of(PassReport pass, Instant nextDue, Instant now) {
    return Summary.of(pass, now)
        + (Summary.isAllWell(pass, now) ? "" : "; see the log")
        + "; next poll at "
        + nextDue.truncatedTo(ChronoUnit.SECONDS);
  }
}
