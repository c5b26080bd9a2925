package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of one version: {@code <vault>.<certificate>.<version>.<nbf>.<exp>.PEM}, the name
 * Microsoft's extension gives it. The only place that knows how such a name is made and read.
 *
 * @param path absolute, in the certificate's store
 * @param version 32 hex digits
 * @param notAfter until when it is valid
 */
record VersionFile(Path path, String version, Instant notAfter) {
  private static final Pattern REST =
      Pattern.compile("([0-9a-fA-F]{32})\\.(\\d{1,12})\\.(\\d{1,12})\\.PEM");

  static VersionFile of(ObservedCertificate certificate, String version, CertificateBundle bundle) {
    String name =
        prefix(certificate)
            + version
            + "."
            + bundle.notBefore().getEpochSecond()
            + "."
            + bundle.notAfter().getEpochSecond()
            + ".PEM";
    return new VersionFile(
        certificate.placement().store().resolve(name), version, bundle.notAfter());
  }

  /** Reads a name back; empty when it is no version file of this certificate. */
  static Optional<VersionFile> parse(ObservedCertificate certificate, Path path) {
    String name = String.valueOf(path.getFileName());
    String prefix = prefix(certificate);
    if (!name.startsWith(prefix) || !certificate.placement().store().equals(path.getParent())) {
      return Optional.empty();
    }
    Matcher rest = REST.matcher(name.substring(prefix.length()));
    if (!rest.matches()) {
      return Optional.empty();
    }
    Instant notAfter = Instant.ofEpochSecond(Long.parseLong(rest.group(3)));
    return Optional.of(new VersionFile(path, rest.group(1), notAfter));
  }

  private static String prefix(ObservedCertificate certificate) {
    return certificate.fileName() + ".";
  }
}
