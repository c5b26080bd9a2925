package dev.akvvm.settings;

import java.time.Duration;
import java.util.List;

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
}
