package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What readers of a link get.
 *
 * @param name as the link's target says
 * @param file what the link points to
 */
record ShownVersion(VersionName name, Path file, CertificateBundle bundle) {
  /** Where a link leads, if there is one. */
  static Optional<Path> target(Path link) {
    try {
      return Files.isSymbolicLink(link)
          ? Optional.of(Files.readSymbolicLink(link))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads a version from the files that hold its chain and its key. */
  static Optional<ShownVersion> read(ObservedCertificate certificate, Path shown, Path... parts) {
    Optional<VersionName> name = VersionName.parse(certificate, shown);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      StringBuilder text = new StringBuilder();
      for (Path part : parts) {
        text.append(Files.readString(part, StandardCharsets.ISO_8859_1)).append('\n');
      }
      CertificateBundle bundle = CertificateBundle.decode(text.toString());
      return Optional.of(new ShownVersion(name.get(), shown, bundle));
    } catch (IOException | UnusableCertificateException e) {
      return Optional.empty();
    }
  }

  InstalledCertificate installed() {
    return new InstalledCertificate(name.version(), file, bundle.notAfter(), bundle.dnsNames());
  }
}
