package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells the listener once of a change that consists of several. */
final class ChangeNotification {
  private final ChangeListener listener;
  private final ObservedCertificate certificate;
  private final Supplier<Optional<String>> from;
  private final String to;
  private boolean isMade;

  /**
   * Nothing has been told yet.
   *
   * @param from tells which version readers get now; asked when something is about to change
   */
  ChangeNotification(
      ChangeListener listener,
      ObservedCertificate certificate,
      Supplier<Optional<String>> from,
      String to) {
    this.listener = listener;
    this.certificate = certificate;
    this.from = from;
    this.to = to;
  }

  /** Something is about to change. */
  void make() {
    if (!isMade) {
      isMade = true;
      listener.beforeChange(certificate, from.get(), to);
    }
  }
}
