package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;
import java.util.Optional;

/** Is told in time that readers of a certificate will get something else. */
public interface ChangeListener {
  /**
   * Called right before the first file or link changes. It may change nothing after all, when the
   * disk refuses.
   *
   * @param from the version readers get now, if any
   * @param to the version they will get; the same when files of it are mended
   */
  void beforeChange(ObservedCertificate certificate, Optional<String> from, String to);
}
