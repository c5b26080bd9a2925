package dev.akvvm.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A certificate, or secret, that readers of the link get now.
 *
 * @param version the 32 hex digits of its version in the vault
 * @param file what the link points to
 * @param notBefore the start of its validity
 * @param notAfter the end of its validity, or {@link #NO_END}
 * @param dnsNames the DNS names it is for
 */
public record InstalledCertificate(
    String version, Path file, Instant notBefore, Instant notAfter, List<String> dnsNames) {
  /** What certificates say, too, if they are to be valid for ever: RFC 5280, 4.1.2.5. */
  public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

  /** Copies the list. */
  public InstalledCertificate {
    dnsNames = List.copyOf(dnsNames);
  }
}
