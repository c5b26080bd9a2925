package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PassReport.Streak;
import dev.akvvm.text.PlainDuration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs the result for each certificate: a line when it is news, and one for each failed poll, which
 * says for how long it has been failing.
 */
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
              report(certificate, state, lead(pass, certificate, state), isFailedPoll);
            });
  }

  /** How the last poll ended, and how that compares with those before it. */
  private String lead(PassReport pass, ObservedCertificate certificate, CertificateState state) {
    Optional<Streak> streak = pass.streak(certificate);
    if (state.failure().isPresent() && streak.map(Streak::polls).orElse(1) > 1) {
      return "still failing, try %d, since %s: "
          .formatted(streak.get().polls(), streak.get().since().truncatedTo(ChronoUnit.SECONDS));
    }
    String verb = StatusMessages.verb(state, clock.instant());
    return state.failure().isEmpty() && pass.polled().contains(certificate)
        ? streak
                .map(Streak::since)
                .map(since -> Duration.between(since, clock.instant()))
                .map(time -> "works again after " + PlainDuration.of(time) + ": ")
                .orElse("")
            + verb
        : verb;
  }

  private void report(
      ObservedCertificate certificate, CertificateState state, String lead, boolean isFailedPoll) {
    Instant now = clock.instant();
    String line =
        certificate.displayName() + ": " + lead + StatusMessages.message(certificate, state, now);
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
