package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what changed in a pass to the log: a certificate that stays as it is is no news. */
public final class LogReporter {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final Clock clock;
  private final Map<ObservedCertificate, String> told = new HashMap<>();

  /** A reporter that has told nothing yet. */
  public LogReporter(Clock clock) {
    this.clock = clock;
  }

  /** Tells what this pass did that has not been told. */
  public void report(PassReport pass) {
    pass.outcomes().keySet().forEach(certificate -> report(certificate, pass));
  }

  private void report(ObservedCertificate certificate, PassReport pass) {
    Outcome outcome = pass.outcome(certificate);
    String line =
        certificate.displayName()
            + ": "
            + verb(outcome)
            + StatusMessages.message(certificate, pass, clock.instant());
    if (line.equals(told.put(certificate, line))) {
      return;
    }
    if (outcome instanceof Outcome.Failed) {
      LOG.warn("{}", line);
    } else {
      LOG.info("{}", line);
    }
  }

  private static String verb(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Installed _ -> "installed ";
      case Outcome.Unchanged _ -> "unchanged, ";
      case Outcome.Failed _ -> "failed: ";
      case Outcome.Waiting _ -> "not due, ";
    };
  }
}
