package dev.akvvm.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate, or secret, that readers of the link get now.
 *
 * @param version the 32 hex digits of its version in the vault
 * @param file what the link points to
 * @param notBefore the start of its validity
 * @param notAfter the end of its validity, or {@link #NO_END}
 * @param dnsNames the DNS names it is for
 * @param key what kind of key it has, {@code RSA 2048}; empty when that is not known, or it has
 *     none
 */
public record InstalledCertificate(
    String version,
    Path file,
    Instant notBefore,
    Instant notAfter,
    List<String> dnsNames,
    Optional<String> key) {
  /** What certificates say, too, if they are to be valid for ever: RFC 5280, 4.1.2.5. */
  public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

  /** One without a key. */
  public InstalledCertificate(
      String version, Path file, Instant notBefore, Instant notAfter, List<String> dnsNames) {
    this(version, file, notBefore, notAfter, dnsNames, Optional.empty());
  }

  /** Copies the list. */
  public InstalledCertificate {
    dnsNames = List.copyOf(dnsNames);
  }
}
