package dev.akvvm.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything the agent needs to know of the settings.
 *
 * @param pollingInterval how long after a pass the next is due; positive
 * @param requireInitialSync whether the status stays transitioning until every certificate is on
 *     disk
 * @param certificates at least one, no two with the same link
 * @param identity how the machine proves who it is
 */
public record ExtensionSettings(
    Duration pollingInterval,
    boolean requireInitialSync,
    List<ObservedCertificate> certificates,
    IdentitySettings identity) {
  /** Copies the list; refuses what the parser must have refused before. */
  public ExtensionSettings {
    if (!pollingInterval.isPositive()) {
      throw new IllegalArgumentException("the polling interval is positive: " + pollingInterval);
    }
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("at least one certificate is observed");
    }
  }

  /**
   * The client or other id of who reads a certificate; empty for the machine's own identity. The
   * agent's environment may name an application instead of all but the certificate's own.
   */
  public Optional<String> identityOf(ObservedCertificate certificate) {
    return certificate
        .identity()
        .map(UserAssignedIdentity::id)
        .or(() -> identity.servicePrincipal().map(IdentitySettings.ServicePrincipal::clientId))
        .or(() -> identity.identity().map(UserAssignedIdentity::id));
  }
}
