package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.Substatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Puts what became of a certificate into words for the status and the log. */
final class StatusMessages {
  private StatusMessages() {}

  static Substatus substatus(ObservedCertificate certificate, PassReport pass, Instant now) {
    Outcome outcome = pass.outcome(certificate);
    Optional<InstalledCertificate> onDisk = outcome.onDisk();
    StatusLevel level =
        switch (outcome) {
          case Outcome.Installed _, Outcome.Unchanged _ -> standing(certificate, pass, now);
          case Outcome.Failed _ -> onDisk.isPresent() ? StatusLevel.WARNING : StatusLevel.ERROR;
          case Outcome.Waiting _ ->
              onDisk.isPresent() ? standing(certificate, pass, now) : StatusLevel.TRANSITIONING;
        };
    return new Substatus(certificate.displayName(), level, message(certificate, pass, now));
  }

  /** How a certificate stands that is installed as the settings ask. */
  private static StatusLevel standing(
      ObservedCertificate certificate, PassReport pass, Instant now) {
    boolean expired =
        pass.outcome(certificate)
            .onDisk()
            .map(installed -> installed.notAfter().isBefore(now))
            .orElse(false);
    return expired || pass.metadataOf(certificate).missingIssuer().isPresent()
        ? StatusLevel.WARNING
        : StatusLevel.SUCCESS;
  }

  static String message(ObservedCertificate certificate, PassReport pass, Instant now) {
    Outcome outcome = pass.outcome(certificate);
    Optional<String> installed =
        outcome
            .onDisk()
            .map(
                onDisk ->
                    describe(certificate, onDisk, now)
                        + metadata(pass.metadataOf(certificate), now));
    return switch (outcome) {
      case Outcome.Installed _, Outcome.Unchanged _ -> installed.orElse("");
      case Outcome.Waiting _ -> installed.orElse("waiting for the first poll");
      case Outcome.Failed(Failure failure, _) ->
          failure.reason()
              + installed.map(text -> "; on disk: " + text).orElse("; not installed yet");
    };
  }

  private static String metadata(CertificateMetadata metadata, Instant now) {
    return metadata.renewal().map(time -> "; " + renewal(time, now)).orElse("")
        + metadata.missingIssuer().map(text -> "; " + text).orElse("");
  }

  /** The vault renews when it sees fit: more than the day would be a promise. */
  private static String renewal(Instant time, Instant now) {
    return (time.isBefore(now) ? "was to renew itself about " : "renews itself about ")
        + time.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
  }

  private static String describe(
      ObservedCertificate certificate, InstalledCertificate installed, Instant now) {
    return "version %s, %s %s, at %s"
        .formatted(
            installed.version(),
            installed.notAfter().isBefore(now) ? "expired at" : "valid until",
            installed.notAfter(),
            certificate.placement().links().get(0));
  }
}
