package dev.akvvm.sync;

import dev.akvvm.settings.ObservedCertificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How every observed certificate stands after a pass: the one value from which status, log and
 * metrics are made, so that they cannot disagree.
 *
 * @param outcomes in the order of the settings
 * @param metadata what is known of installed certificates beside that; for many nothing
 */
public record PassReport(
    Map<ObservedCertificate, Outcome> outcomes,
    Map<ObservedCertificate, CertificateMetadata> metadata) {
  /** Copies the maps, keeping the order of outcomes. */
  public PassReport {
    metadata = Map.copyOf(metadata);
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** How one observed certificate stands. */
  public Outcome outcome(ObservedCertificate certificate) {
    return Objects.requireNonNull(outcomes.get(certificate), "not observed");
  }

  /** What is known of one observed certificate beside its outcome. */
  public CertificateMetadata metadataOf(ObservedCertificate certificate) {
    return metadata.getOrDefault(certificate, CertificateMetadata.NONE);
  }

  /** True when readers of every link get a certificate. */
  public boolean isEverythingOnDisk() {
    return outcomes.values().stream().allMatch(outcome -> outcome.onDisk().isPresent());
  }

  /** How many certificates could not be brought up to date. */
  public long failures() {
    return outcomes.values().stream().filter(Outcome.Failed.class::isInstance).count();
  }
}
