package dev.akvvm.sync;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was learnt about a certificate when it was installed and its files do not say.
 *
 * @param missingIssuer what its chain lacks, in one line; empty for a chain that lacks nothing
 * @param renewal about when the vault creates the next version; empty if it does not, or if the
 *     identity may not ask
 * @param renewalWarnings what looks wrong about it, compared with the version before
 * @param parts what it consists of, in one line; empty if that goes without saying
 */
public record CertificateMetadata(
    Optional<String> missingIssuer,
    Optional<Instant> renewal,
    RenewalWarnings renewalWarnings,
    Optional<String> parts) {
  /** Nothing known. */
  public static final CertificateMetadata NONE =
      new CertificateMetadata(Optional.empty(), Optional.empty(), RenewalWarnings.NONE);

  /** What was learnt about a certificate with its key. */
  public CertificateMetadata(
      Optional<String> missingIssuer, Optional<Instant> renewal, RenewalWarnings renewalWarnings) {
    this(missingIssuer, renewal, renewalWarnings, Optional.empty());
  }

  /** What was learnt about anything else. */
  static CertificateMetadata of(Optional<String> parts) {
    return new CertificateMetadata(Optional.empty(), Optional.empty(), RenewalWarnings.NONE, parts);
  }

  private static final String GAP = "gap ";
  private static final String RENEWAL = "renewal ";
  private static final String PARTS = "parts ";

  /** Adds to {@code entries} what the next process must remember. */
  void remember(String link, Map<String, String> entries) {
    missingIssuer.ifPresent(text -> entries.put(GAP + link, text));
    renewal.ifPresent(time -> entries.put(RENEWAL + link, time.toString()));
    renewalWarnings.remember(link, entries);
    parts.ifPresent(text -> entries.put(PARTS + link, text));
  }

  static CertificateMetadata recall(String link, Map<String, String> entries) {
    return new CertificateMetadata(
        Optional.ofNullable(entries.get(GAP + link)),
        Optional.ofNullable(entries.get(RENEWAL + link)).flatMap(CertificateMetadata::time),
        RenewalWarnings.recall(link, entries),
        Optional.ofNullable(entries.get(PARTS + link)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
