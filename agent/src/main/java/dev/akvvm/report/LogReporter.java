package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.PassReport;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs the result for each certificate: a line when it is news, and one for each failed poll. */
public final class LogReporter {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final Clock clock;
  private final Map<ObservedCertificate, String> told = new HashMap<>();

  /** A reporter that has reported nothing yet. */
  public LogReporter(Clock clock) {
    this.clock = clock;
  }

  /** Reports what this pass did. */
  public void report(PassReport pass) {
    pass.states()
        .forEach(
            (certificate, state) -> {
              boolean isFailedPoll =
                  state.failure().isPresent() && pass.polled().contains(certificate);
              report(certificate, state, isFailedPoll);
            });
  }

  private void report(
      ObservedCertificate certificate, CertificateState state, boolean isFailedPoll) {
    Instant now = clock.instant();
    String line =
        certificate.displayName()
            + ": "
            + StatusMessages.verb(state, now)
            + StatusMessages.message(certificate, state, now);
    if (line.equals(told.put(certificate, line)) && !isFailedPoll) {
      return;
    }
    boolean isWell =
        switch (StatusMessages.level(state, now)) {
          case SUCCESS, TRANSITIONING -> true;
          case WARNING, ERROR -> false;
        };
    LoggingEventBuilder event =
        LOG.atLevel(isWell ? Level.INFO : Level.WARN)
            .addKeyValue("vault", certificate.vault().name())
            .addKeyValue("certificate", certificate.secret().name());
    state
        .current()
        .map(current -> event.addKeyValue("version", current.version()))
        .orElse(event)
        .log("{}", line);
  }
}
