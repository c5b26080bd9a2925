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
 * Everything a version puts on disk, in order: directories, files, links, markers.
 *
 * @param links what each link in the store says to lead to its file
 * @param installed what readers of the links then get
 */
record InstallPlan(
    List<StoreName> directories,
    List<StoreFile> files,
    Map<String, Path> links,
    List<StoreFile> markers,
    InstalledCertificate installed) {

  /** The layout's files, and the keystore if its password is known or it has none. */
  static InstallPlan of(
      ObservedCertificate certificate,
      String version,
      CertificateBundle whole,
      Optional<String> keystorePassword) {
    CertificateBundle bundle =
        switch (certificate.placement().chain()) {
          case FULL -> whole;
          case WITHOUT_ROOT -> whole.withoutRoot();
        };
    VersionName name = VersionName.of(certificate, version, bundle);
    LayoutFiles layout = new LayoutFiles(certificate, name);
    List<StoreFile> files = new ArrayList<>(layout.secrets(bundle));
    Placement placement = certificate.placement();
    Map<String, Path> links = targets(layout, placement);
    Path current = List.copyOf(links.values()).getLast();
    Optional<byte[]> keystore =
        placement
            .keystore()
            .flatMap(
                wanted -> content(wanted, certificate.secret().name(), bundle, keystorePassword));
    if (keystore.isPresent()) {
      Keystore.Type type = placement.keystore().get().type();
      StoreName file = name.keystore(type);
      files.add(StoreFile.key(file, keystore.get()));
      links.put(placement.linkName() + "." + type.extension(), placement.target(file.toString()));
    }
    return new InstallPlan(
        layout.directories(),
        files,
        links,
        layout.markers(bundle),
        new InstalledCertificate(
            version,
            placement.store().resolve(current),
            bundle.notBefore(),
            bundle.notAfter(),
            bundle.dnsNames(),
            Optional.of(bundle.keyKind().name())));
  }

  private static Optional<byte[]> content(
      Keystore keystore, String alias, CertificateBundle bundle, Optional<String> password) {
    return keystore.password().isEmpty()
        ? Optional.of(bundle.toPkcs12(alias))
        : password.map(
            known ->
                switch (keystore.type()) {
                  case PKCS12 -> bundle.toPkcs12(alias, known);
                  case JKS -> bundle.toJks(alias, known);
                });
  }

  /** The layout's one file, and the link to it. */
  static InstallPlan of(ObservedCertificate certificate, SingleFile file) {
    Placement placement = certificate.placement();
    VersionName name =
        new VersionName(placement.versions(), certificate.fileName(), file.version(), 0, 0);
    LayoutFiles layout = new LayoutFiles(certificate, name);
    StoreName only = layout.parts().getFirst();
    return new InstallPlan(
        layout.directories(),
        List.of(layout.file(only, file.content())),
        targets(layout, placement),
        List.of(),
        new InstalledCertificate(
            file.version(),
            only.in(placement.store()),
            file.notBefore(),
            file.notAfter(),
            List.of()));
  }

  /** What each link of the layout says. */
  private static Map<String, Path> targets(LayoutFiles layout, Placement placement) {
    Map<String, Path> targets = new LinkedHashMap<>();
    layout.links().forEach((link, name) -> targets.put(link, placement.target(name)));
    return targets;
  }
}
