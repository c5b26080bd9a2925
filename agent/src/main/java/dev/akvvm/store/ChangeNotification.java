package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;
import java.util.Optional;

/** Tells the listener once of a change that consists of several steps. */
final class ChangeNotification {
  private final ChangeListener listener;
  private final ObservedCertificate certificate;
  private final Optional<String> from;
  private final String to;
  private boolean isMade;

  /**
   * A notification that has not been sent yet.
   *
   * @param from the version readers get now, if any
   */
  ChangeNotification(
      ChangeListener listener, ObservedCertificate certificate, Optional<String> from, String to) {
    this.listener = listener;
    this.certificate = certificate;
    this.from = from;
    this.to = to;
  }

  /** Something is about to change. */
  void make() {
    if (!isMade) {
      isMade = true;
      listener.beforeChange(certificate, from, to);
    }
  }
}
