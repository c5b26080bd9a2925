package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;
import java.util.Optional;

/** Is told in advance that readers of a certificate will get something else. */
public interface ChangeListener {
  /**
   * Called right before the first file or link changes. Nothing may change after all, if the disk
   * refuses.
   *
   * @param from the version readers get now, if any
   * @param to the version they will get; the same when its files are repaired
   */
  void beforeChange(ObservedCertificate certificate, Optional<String> from, String to);
}
