package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;

/** Tells once of a change that consists of several. */
final class Announcement {
  private final ChangeListener listener;
  private final ObservedCertificate certificate;
  private final String version;
  private boolean isMade;

  Announcement(ChangeListener listener, ObservedCertificate certificate, String version) {
    this.listener = listener;
    this.certificate = certificate;
    this.version = version;
  }

  /** Something is about to change. */
  void make() {
    if (!isMade) {
      isMade = true;
      listener.beforeChange(
          certificate,
          FileLayout.of(certificate).shown().map(shown -> shown.name().version()),
          version);
    }
  }
}
