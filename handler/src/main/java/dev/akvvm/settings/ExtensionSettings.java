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
 * @param warnings what the operator should know although the settings are usable
 */
public record ExtensionSettings(
    Duration pollingInterval,
    boolean requireInitialSync,
    List<ObservedCertificate> certificates,
    IdentitySettings identity,
    List<Problem> warnings) {
  /** Copies the lists; refuses what {@link SettingsParser} must have refused before. */
  public ExtensionSettings {
    if (!pollingInterval.isPositive()) {
      throw new IllegalArgumentException("the polling interval is positive: " + pollingInterval);
    }
    certificates = List.copyOf(certificates);
    warnings = List.copyOf(warnings);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("at least one certificate is observed");
    }
  }
}
