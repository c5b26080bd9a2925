package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.Stores;
import java.nio.file.Path;
import java.util.List;

/** A store whose ledger lies in {@code folder}, for settings that hold just these certificates. */
final class TestStore {
  private TestStore() {}

  static CertificateStore of(Path folder, ObservedCertificate... observed) {
    return Stores.in(folder, List.of(observed));
  }
}
