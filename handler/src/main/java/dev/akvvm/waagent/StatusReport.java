package dev.akvvm.waagent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What Azure is told about one sequence number: the content of {@code N.status}.
 *
 * @param level the status as a whole
 * @param code 0, or the exit code that goes with an error
 * @param message one line for the portal
 * @param appliedAt when this status was reached, whole seconds; kept while nothing changes
 * @param substatuses one per observed certificate
 */
public record StatusReport(
    StatusLevel level, int code, String message, Instant appliedAt, List<Substatus> substatuses) {
  /** Copies the list and cuts the time to the second, as the file holds it. */
  public StatusReport {
    appliedAt = appliedAt.truncatedTo(ChronoUnit.SECONDS);
    substatuses = List.copyOf(substatuses);
  }
}
