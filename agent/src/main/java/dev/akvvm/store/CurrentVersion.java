package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.files.Directory;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The version that a certificate's links point to, according to their names.
 *
 * @param name taken from the links' targets
 * @param file what the link leads to that operators know
 * @param isAsWanted whether the links are written as the settings say, and lead to where versions
 *     should be
 */
record CurrentVersion(
    ObservedCertificate certificate, VersionName name, Path file, boolean isAsWanted) {

  /** Empty unless all links of the layout exist and point to names of the same version. */
  static Optional<CurrentVersion> of(ObservedCertificate certificate, Directory store)
      throws IOException {
    Path path = certificate.placement().store();
    // Links have the same names for every version.
    List<String> names =
        List.copyOf(new LayoutFiles(certificate, VersionName.NONE).links().keySet());
    Optional<Path> shown = store.linkTarget(names.getLast());
    Optional<VersionName> name = shown.flatMap(target -> VersionName.parse(certificate, target));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    boolean isAsWanted = name.get().place() == certificate.placement().versions();
    Map<String, String> links = new LayoutFiles(certificate, name.get()).links();
    for (Map.Entry<String, String> link : links.entrySet()) {
      Optional<Path> found = store.linkTarget(link.getKey());
      if (!found.map(path::resolve).equals(Optional.of(path.resolve(link.getValue())))) {
        return Optional.empty();
      }
      isAsWanted &= found.equals(Optional.of(certificate.placement().target(link.getValue())));
    }
    return Optional.of(
        new CurrentVersion(certificate, name.get(), path.resolve(shown.get()), isAsWanted));
  }

  /** What readers get, from the ledger's entry. */
  InstalledCertificate installed(Ledger.Entry entry) {
    return new InstalledCertificate(
        name.version(), file, entry.notBefore(), entry.notAfter(), entry.dnsNames(), entry.key());
  }

  /**
   * What readers get when it is not known who wrote it: it has not been compared with the vault
   * yet. Empty when key or leaf is missing or they do not match, and for what proves nothing by
   * itself.
   */
  Optional<InstalledCertificate> unproven(Map<StoreName, byte[]> contents) {
    return bundle(contents)
        .map(
            bundle ->
                new InstalledCertificate(
                    name.version(),
                    file,
                    bundle.notBefore(),
                    bundle.notAfter(),
                    bundle.dnsNames(),
                    Optional.of(bundle.keyKind().name())));
  }

  /** Key and chain; empty when a file that holds them is missing, or they do not match. */
  Optional<CertificateBundle> bundle(Map<StoreName, byte[]> contents) {
    if (!certificate.placement().layout().isForCertificates()
        || !contents.keySet().containsAll(parts())) {
      return Optional.empty();
    }
    String text =
        parts().stream()
            .map(part -> new String(contents.getOrDefault(part, new byte[0]), ISO_8859_1))
            .collect(Collectors.joining("\n"));
    try {
      return Optional.of(CertificateBundle.decode(text));
    } catch (UnusableCertificateException e) {
      return Optional.empty();
    }
  }

  /** A plan to maintain what is installed, with nothing new. */
  InstallPlan plan(Ledger.Entry entry, List<StoreFile> files) {
    return new InstallPlan(
        new LayoutFiles(certificate, name).directories(),
        files,
        Map.of(),
        List.of(),
        installed(entry));
  }

  /** Whether the entry is about this version, and in this layout. */
  boolean isOf(Ledger.Entry entry) {
    return entry.version().equals(name.version()) && entry.digests().keySet().containsAll(parts());
  }

  List<StoreName> parts() {
    return new LayoutFiles(certificate, name).parts();
  }

  /** These files with their content; empty unless all of them exist. */
  Optional<List<StoreFile>> files(Iterable<StoreName> names, Map<StoreName, byte[]> contents) {
    LayoutFiles layout = new LayoutFiles(certificate, name);
    List<StoreFile> files = new ArrayList<>();
    for (StoreName each : names) {
      Optional<byte[]> content = Optional.ofNullable(contents.get(each));
      if (content.isEmpty()) {
        return Optional.empty();
      }
      files.add(layout.file(each, content.get()));
    }
    return Optional.of(files);
  }
}
