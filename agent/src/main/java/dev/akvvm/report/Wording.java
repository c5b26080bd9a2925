package dev.akvvm.report;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.Outcome;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.Substatus;
import java.time.Instant;
import java.util.Optional;

/** Puts what became of a certificate into words for the status and the log. */
final class Wording {
  private Wording() {}

  static Substatus substatus(ObservedCertificate certificate, Outcome outcome, Instant now) {
    Optional<InstalledCertificate> onDisk = outcome.onDisk();
    StatusLevel level =
        switch (outcome) {
          case Outcome.Installed _, Outcome.Unchanged _ ->
              isExpired(onDisk, now) ? StatusLevel.WARNING : StatusLevel.SUCCESS;
          case Outcome.Failed _ -> onDisk.isPresent() ? StatusLevel.WARNING : StatusLevel.ERROR;
          case Outcome.Waiting _ ->
              onDisk.isPresent() ? StatusLevel.SUCCESS : StatusLevel.TRANSITIONING;
        };
    return new Substatus(certificate.displayName(), level, message(certificate, outcome, now));
  }

  static String message(ObservedCertificate certificate, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Installed(InstalledCertificate installed) ->
          describe(certificate, installed, now);
      case Outcome.Unchanged(InstalledCertificate installed) ->
          describe(certificate, installed, now);
      case Outcome.Waiting(Optional<InstalledCertificate> onDisk) ->
          onDisk
              .map(installed -> describe(certificate, installed, now))
              .orElse("waiting for the first poll");
      case Outcome.Failed failed ->
          failed.failure().reason()
              + failed
                  .onDisk()
                  .map(installed -> "; stays: " + describe(certificate, installed, now))
                  .orElse("; not installed yet");
    };
  }

  private static String describe(
      ObservedCertificate certificate, InstalledCertificate installed, Instant now) {
    return "version %s, %s %s, at %s"
        .formatted(
            installed.version(),
            installed.notAfter().isBefore(now) ? "expired at" : "valid until",
            installed.notAfter(),
            certificate.link());
  }

  private static boolean isExpired(Optional<InstalledCertificate> onDisk, Instant now) {
    return onDisk.map(installed -> installed.notAfter().isBefore(now)).orElse(false);
  }
}
