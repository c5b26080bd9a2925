package dev.akvvm.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A certificate that readers of the link get now.
 *
 * @param version the 32 hex digits of its version in the vault
 * @param file what the link points to
 * @param notBefore the start of its validity
 * @param notAfter the end of its validity
 * @param dnsNames the DNS names it is for
 */
public record InstalledCertificate(
    String version, Path file, Instant notBefore, Instant notAfter, List<String> dnsNames) {
  /** Copies the list. */
  public InstalledCertificate {
    dnsNames = List.copyOf(dnsNames);
  }
}
