package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.vault.CertificatePolicyReader;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Adds to a failure what the certificate itself says about it. That costs the vault a request, so
 * it is done when a failure is new, not each time it recurs.
 */
record FailureHints(CertificatePolicyReader policyReader) {
  Failure onDisabled(ObservedCertificate certificate, Failure failure, PollState last) {
    return explained(
        failure,
        "disabled",
        last,
        () ->
            policyReader
                .whyDisabled(certificate.secret(), certificate.identity())
                .or(() -> wayBack(certificate)));
  }

  /** Whoever disables a version to take it back expects the one before; that must be asked for. */
  private static Optional<String> wayBack(ObservedCertificate certificate) {
    return Optional.of(
            "or set onDisabled to \"previous\" to use the newest version that is enabled")
        .filter(_ -> certificate.onDisabled() == OnDisabled.FAIL)
        .filter(_ -> certificate.secret().version().isEmpty());
  }

  /** The value of a version never changes, so neither does what makes it unusable. */
  Failure onUnusable(
      ObservedCertificate certificate, String version, Failure failure, PollState last) {
    return explained(
        failure,
        "unusable:" + version,
        last,
        () -> policyReader.whyUnusable(certificate.secret(), certificate.identity()));
  }

  private static Failure explained(
      Failure failure, String word, PollState last, Supplier<Optional<String>> ask) {
    String reason =
        last.explained().equals(Optional.of(word))
            ? last.reason()
            : ask.get().map(text -> failure.reason() + "; " + text).orElse(failure.reason());
    return failure.explained(reason, word);
  }
}
