package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/** The line that {@code systemctl status} shows of the service. */
public final class SystemdStatusLine {
  private SystemdStatusLine() {}

  /** How all certificates stand, in one line, and when the next poll is due. */
  public static String of(PassReport pass, Instant nextDue) {
    int all = pass.outcomes().size();
    String certificates =
        pass.failures() == 0
            ? all + (all == 1 ? " certificate is" : " certificates are") + " up to date"
            : "%d of %d certificates could not be brought up to date (%s): see the log"
                .formatted(pass.failures(), all, failed(pass));
    return certificates + "; next poll at " + nextDue.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String failed(PassReport pass) {
    return pass.outcomes().entrySet().stream()
            .filter(each -> each.getValue() instanceof Outcome.Failed)
            .map(each -> each.getKey())
            .map(ObservedCertificate::displayName)
            .limit(5)
            .collect(Collectors.joining(", "))
        + (pass.failures() > 5 ? ", ..." : "");
  }
}
