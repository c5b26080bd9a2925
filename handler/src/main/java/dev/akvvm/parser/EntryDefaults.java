package dev.akvvm.parser;

import dev.akvvm.settings.ObservedCertificate.OnRenewal;

/**
 * What an entry of {@code observedCertificates} or {@code observedSecrets} takes from {@code
 * secretsManagementSettings} unless it says otherwise. Read once, so that each problem in it is
 * reported once.
 */
record EntryDefaults(PlacementParser placements, OnRenewal usualRenewal) {
  private static final String ON_RENEWAL = "onRenewal";

  static EntryDefaults of(Field settings) {
    return new EntryDefaults(
        new PlacementParser(settings), OnRenewalParser.parse(settings.child(ON_RENEWAL)));
  }

  /** The entry's own actions, or else the usual ones. */
  OnRenewal onRenewal(Field entry) {
    Field own = entry.child(ON_RENEWAL);
    return own.isUnset() ? usualRenewal : OnRenewalParser.parse(own);
  }
}
