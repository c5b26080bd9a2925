package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a certificate's key and chain are spread over files. */
sealed interface FileLayout permits CombinedLayout, SplitLayout, CertbotLayout {
  static FileLayout of(ObservedCertificate certificate) {
    return switch (certificate.placement().layout()) {
      case COMBINED -> new CombinedLayout(certificate);
      case SPLIT -> new SplitLayout(certificate);
      case CERTBOT -> new CertbotLayout(certificate);
    };
  }

  /** What the current link leads to when it shows this version. */
  Path current(VersionName name);

  /** A directory of the version's own, to be made before its files. */
  default Optional<Path> directory(VersionName name) {
    return Optional.empty();
  }

  /** What a version consists of; no reader knows these names until the links lead to them. */
  List<StoreFile> files(VersionName name, CertificateBundle bundle);

  /** Which links lead where, in the order they are switched. */
  Map<Path, Path> links(VersionName name);

  /** What is written once the links lead to the version. */
  default List<StoreFile> announcements(VersionName name, CertificateBundle bundle) {
    return List.of();
  }

  /** What readers of the links get now; empty unless it is one complete, matching version. */
  Optional<ShownVersion> shown();
}
