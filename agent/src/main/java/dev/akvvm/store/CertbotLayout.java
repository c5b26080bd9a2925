package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory a version, with certbot's names in it, behind one link: all change at once. */
record CertbotLayout(ObservedCertificate certificate) implements FileLayout {
  private static final String LEAF = "cert.pem";
  private static final String ISSUERS = "chain.pem";
  private static final String FULL_CHAIN = "fullchain.pem";
  private static final String KEY = "privkey.pem";

  /** All that is in a version's directory. */
  static final List<String> NAMES = List.of(LEAF, ISSUERS, FULL_CHAIN, KEY);

  @Override
  public Path current(VersionName name) {
    return certificate.placement().store().resolve(name.directory());
  }

  @Override
  public Optional<Path> directory(VersionName name) {
    return Optional.of(current(name));
  }

  @Override
  public List<StoreFile> files(VersionName name, CertificateBundle bundle) {
    Path directory = current(name);
    return List.of(
        StoreFile.secret(directory.resolve(LEAF), bundle.leafPem()),
        StoreFile.secret(directory.resolve(ISSUERS), bundle.issuersPem()),
        StoreFile.secret(directory.resolve(FULL_CHAIN), bundle.fullChainPem()),
        StoreFile.secret(directory.resolve(KEY), bundle.keyPem()));
  }

  @Override
  public Map<Path, Path> links(VersionName name) {
    return Map.of(certificate.link(), current(name));
  }

  @Override
  public Optional<ShownVersion> shown() {
    return ShownVersion.target(certificate.link())
        .flatMap(
            directory ->
                ShownVersion.read(
                    certificate, directory, directory.resolve(FULL_CHAIN), directory.resolve(KEY)));
  }
}
