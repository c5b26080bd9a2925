package dev.akvvm.store;

import java.util.List;

/**
 * What came of an installation.
 *
 * @param certificate what readers get now
 * @param isChanged whether what readers get is something else than before
 * @param warnings what could not be done as the settings say, though the certificate is in place;
 *     each one line for the operator: what is wrong, and what to do
 */
public record Installation(
    InstalledCertificate certificate, boolean isChanged, List<String> warnings) {
  /** Copies the list. */
  public Installation {
    warnings = List.copyOf(warnings);
  }
}
