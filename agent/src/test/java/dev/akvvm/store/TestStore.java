package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store whose ledger lies in {@code folder}, for settings that hold just these certificates. It
 * is looked at right before it is changed.
 */
record TestStore(CertificateStore store) {
  static TestStore of(Path folder, ObservedCertificate... observed) {
    return new TestStore(Stores.in(folder, List.of(observed)));
  }

  Optional<InstalledCertificate> installed(ObservedCertificate certificate) throws StoreException {
    return store.look(certificate).installed();
  }

  CertificateStore.Installation install(
      ObservedCertificate certificate,
      String version,
      CertificateBundle bundle,
      Optional<String> keystorePassword)
      throws StoreException {
    return store.install(certificate, store.look(certificate), version, bundle, keystorePassword);
  }

  Optional<CertificateStore.Installation> maintain(
      ObservedCertificate certificate, Optional<String> version) throws StoreException {
    return store.maintain(certificate, store.look(certificate), version);
  }
}
