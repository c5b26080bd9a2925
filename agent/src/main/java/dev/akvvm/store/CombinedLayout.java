package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.util.List;
import java.util.Map;

/** Full chain and key in one file behind one link. */
record CombinedLayout(ObservedCertificate certificate) implements FileLayout {
  @Override
  public List<StoreName> parts(VersionName name) {
    return List.of(StoreName.of(name.combined()));
  }

  @Override
  public List<StoreFile> files(VersionName name, CertificateBundle bundle) {
    return List.of(StoreFile.secret(StoreName.of(name.combined()), bundle.toPem()));
  }

  @Override
  public Map<String, String> links(VersionName name) {
    return Map.of(certificate.placement().linkName(), name.combined());
  }
}
