package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Full chain and key in one file behind one link. */
record CombinedLayout(ObservedCertificate certificate) implements FileLayout {
  @Override
  public List<StoreFile> files(VersionName name, CertificateBundle bundle) {
    return List.of(StoreFile.secret(current(name), bundle.toPem()));
  }

  @Override
  public Map<Path, Path> links(VersionName name) {
    return Map.of(certificate.link(), current(name));
  }

  @Override
  public Path current(VersionName name) {
    return certificate.placement().store().resolve(name.combined());
  }

  @Override
  public Optional<ShownVersion> shown() {
    return ShownVersion.target(certificate.link())
        .flatMap(file -> ShownVersion.read(certificate, file, file));
  }
}
