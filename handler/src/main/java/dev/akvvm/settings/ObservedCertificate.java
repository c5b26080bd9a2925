package dev.akvvm.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One entry of {@code observedCertificates}.
 *
 * @param secret the certificate's secret
 * @param identity who reads it; empty for the machine's usual identity
 * @param placement where it goes
 */
public record ObservedCertificate(
    SecretIdentifier secret, Optional<UserAssignedIdentity> identity, Placement placement) {
  /** Where the certificate is kept. */
  public Vault vault() {
    return secret.vault();
  }

  /** {@code <vault>/<certificate>}: its name in status and log. */
  public String displayName() {
    return secret.vault().name() + "/" + secret.name();
  }

  /** {@code <vault>.<certificate>}: what its files are named after, and its link by default. */
  public String fileName() {
    return secret.vault().name() + "." + secret.name();
  }

  /**
   * The current link, or what its links begin with: no two observed certificates share it, so it
   * tells them apart.
   */
  public Path link() {
    return placement.store().resolve(placement.linkName());
  }
}
