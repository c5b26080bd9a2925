package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.vault.CertificatePolicyReader;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Adds to a failure what the certificate itself says of it. That costs the vault a request, so it
 * is asked when a failure is new, not each time it is met again.
 */
record FailureHints(CertificatePolicyReader policyReader) {
  Failure onDisabled(ObservedCertificate certificate, Failure failure, String lastReason) {
    return completed(
        failure,
        lastReason,
        () -> policyReader.whyDisabled(certificate.secret(), certificate.identity()));
  }

  Failure onUnusable(ObservedCertificate certificate, Failure failure, String lastReason) {
    return completed(
        failure,
        lastReason,
        () -> policyReader.whyUnusable(certificate.secret(), certificate.identity()));
  }

  private static Failure completed(
      Failure failure, String lastReason, Supplier<Optional<String>> ask) {
    return lastReason.startsWith(failure.reason())
        ? failure.withReason(lastReason)
        : ask.get().map(text -> failure.withReason(failure.reason() + "; " + text)).orElse(failure);
  }
}
