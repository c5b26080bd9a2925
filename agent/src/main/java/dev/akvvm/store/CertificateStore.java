package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates on disk. Each version is a file of its own; a link shows the current one and is
 * switched in one step, so its readers always get one complete, matching key and chain.
 */
public final class CertificateStore {
  /**
   * What is installed: the link leads to a version file whose key and leaf match. Anything less is
   * as good as nothing, and is installed anew.
   */
  public Optional<InstalledCertificate> installed(ObservedCertificate certificate) {
    return target(certificate)
        .flatMap(target -> VersionFile.parse(certificate, target))
        .filter(file -> isIntact(file.path()))
        .map(file -> new InstalledCertificate(file.version(), file.path(), file.notAfter()));
  }

  /**
   * Makes this version the current one. A file of that version which is intact is kept as it is,
   * whoever wrote it.
   *
   * @throws StoreException when the disk refuses; the link then shows what it showed
   */
  public InstalledCertificate install(
      ObservedCertificate certificate, String version, CertificateBundle bundle)
      throws StoreException {
    VersionFile file = VersionFile.of(certificate, version, bundle);
    try {
      DurableFiles.createDirectories(certificate.placement().store(), Modes.PRIVATE_DIRECTORY);
      if (!isIntact(file.path())) {
        DurableFiles.replace(file.path(), bundle.toPem(), Modes.PRIVATE_FILE);
      }
      if (!target(certificate).equals(Optional.of(file.path()))) {
        DurableFiles.switchLink(certificate.link(), file.path());
      }
    } catch (IOException e) {
      throw new StoreException(e);
    }
    return new InstalledCertificate(file.version(), file.path(), file.notAfter());
  }

  private static Optional<Path> target(ObservedCertificate certificate) {
    try {
      return Files.isSymbolicLink(certificate.link())
          ? Optional.of(Files.readSymbolicLink(certificate.link()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isIntact(Path file) {
    try {
      CertificateBundle.decode(Files.readString(file, US_ASCII));
      return true;
    } catch (IOException | UnusableCertificateException e) {
      return false;
    }
  }
}
