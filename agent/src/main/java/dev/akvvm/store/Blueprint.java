package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a version puts on disk, in the order it is put there: a directory of its own if it has
 * one, files, links, announcements.
 *
 * @param installed what readers of the links get then
 */
record Blueprint(
    Optional<Path> directory,
    List<StoreFile> files,
    Map<Path, Path> links,
    List<StoreFile> announcements,
    InstalledCertificate installed) {

  /** The layout's files, and the keystore where its password is known. */
  static Blueprint of(
      ObservedCertificate certificate,
      String version,
      CertificateBundle bundle,
      Optional<String> keystorePassword) {
    FileLayout layout = FileLayout.of(certificate);
    VersionName name = VersionName.of(certificate, version, bundle);
    List<StoreFile> files = new ArrayList<>(layout.files(name, bundle));
    Map<Path, Path> links = new LinkedHashMap<>(layout.links(name));
    Placement placement = certificate.placement();
    if (placement.keystore().isPresent() && keystorePassword.isPresent()) {
      Keystore.Type type = placement.keystore().get().type();
      Path keystore = placement.store().resolve(name.keystore(type));
      String alias = certificate.secret().name();
      byte[] content =
          switch (type) {
            case PKCS12 -> bundle.toPkcs12(alias, keystorePassword.get());
            case JKS -> bundle.toJks(alias, keystorePassword.get());
          };
      files.add(StoreFile.secret(keystore, content));
      links.put(placement.store().resolve(placement.linkName() + "." + type.extension()), keystore);
    }
    return new Blueprint(
        layout.directory(name),
        files,
        links,
        layout.announcements(name, bundle),
        new InstalledCertificate(
            version, layout.current(name), bundle.notAfter(), bundle.dnsNames()));
  }
}
