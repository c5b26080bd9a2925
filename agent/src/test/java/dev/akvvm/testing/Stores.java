package dev.akvvm.testing;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.ChangeListener;
import java.nio.file.Path;
import java.util.Collection;

/** Stores that keep what they made in a folder of the test. */
public final class Stores {
  private Stores() {}

  /** One of whose changes nobody is told. */
  public static CertificateStore in(Path folder, Collection<ObservedCertificate> observed) {
    return in(folder, observed, (_, _, _) -> {});
  }

  /** One that tells of its changes. */
  public static CertificateStore in(
      Path folder, Collection<ObservedCertificate> observed, ChangeListener listener) {
    return new CertificateStore(
        observed,
        new CertificateStore.Records(
            folder.resolve("links.properties"),
            folder.resolve("installed.json"),
            folder.resolve("digest.key")),
        folder.resolve("waagent"),
        listener);
  }
}
