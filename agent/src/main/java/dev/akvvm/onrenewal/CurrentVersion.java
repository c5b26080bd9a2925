package dev.akvvm.onrenewal;

import java.util.List;

/**
 * What readers of a certificate's link get now.
 *
 * @param version the 32 hex digits of its version in the vault
 * @param domains the DNS names it is for
 */
public record CurrentVersion(String version, List<String> domains) {
  /** Copies the list. */
  public CurrentVersion {
    domains = List.copyOf(domains);
  }
}
