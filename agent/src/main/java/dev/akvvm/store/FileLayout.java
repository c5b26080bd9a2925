package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
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

  /** A directory of the version's own, to be made before its files. */
  default Optional<String> directory(VersionName name) {
    return Optional.empty();
  }

  /** The files that hold a version's whole chain and its key. */
  List<StoreName> parts(VersionName name);

  /** What a version consists of; no reader knows these names until the links lead to them. */
  List<StoreFile> files(VersionName name, CertificateBundle bundle);

  /**
   * Which links of the store lead to which of its names, in the order they are switched. The last
   * is the one that operators are told of.
   */
  Map<String, String> links(VersionName name);

  /** What is written once the links lead to the version. */
  default List<StoreFile> markerFiles(VersionName name, CertificateBundle bundle) {
    return List.of();
  }

  /** Whether a file is one of those, and so for everybody. */
  default boolean isMarker(StoreName name) {
    return false;
  }
}
