package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
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
  public Optional<String> directory(VersionName name) {
    return Optional.of(name.directory());
  }

  @Override
  public List<StoreName> parts(VersionName name) {
    return List.of(in(name, FULL_CHAIN), in(name, KEY));
  }

  @Override
  public List<StoreFile> files(VersionName name, CertificateBundle bundle) {
    return List.of(
        StoreFile.secret(in(name, LEAF), bundle.leafPem()),
        StoreFile.secret(in(name, ISSUERS), bundle.issuersPem()),
        StoreFile.secret(in(name, FULL_CHAIN), bundle.fullChainPem()),
        StoreFile.secret(in(name, KEY), bundle.keyPem()));
  }

  private static StoreName in(VersionName name, String file) {
    return new StoreName(Optional.of(name.directory()), file);
  }

  @Override
  public Map<String, String> links(VersionName name) {
    return Map.of(certificate.placement().linkName(), name.directory());
  }
}
