package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.files.Directory;
import dev.akvvm.files.OpenFile;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The version that a certificate's links lead to, by their names.
 *
 * @param name as the links' targets say
 * @param file what the link leads to that operators know
 */
record CurrentVersion(ObservedCertificate certificate, VersionName name, Path file) {

  /** Empty unless all links of the layout are there and lead to the names of one version. */
  static Optional<CurrentVersion> of(ObservedCertificate certificate, Directory store)
      throws IOException {
    Path path = certificate.placement().store();
    // Links are called the same for every version.
    List<String> names =
        List.copyOf(new LayoutFiles(certificate, VersionName.NONE).links().keySet());
    Optional<Path> shown = store.linkTarget(names.getLast());
    Optional<VersionName> name = shown.flatMap(target -> VersionName.parse(certificate, target));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> links = new LayoutFiles(certificate, name.get()).links();
    for (Map.Entry<String, String> link : links.entrySet()) {
      Optional<Path> expected = Optional.of(path.resolve(link.getValue()));
      if (!store.linkTarget(link.getKey()).equals(expected)) {
        return Optional.empty();
      }
    }
    return Optional.of(new CurrentVersion(certificate, name.get(), shown.get()));
  }

  /** What readers get, as this extension wrote it; empty when a file is missing or another. */
  Optional<InstalledCertificate> proven(Directory store, Ledger.Entry entry) {
    return isOf(entry) && filesOf(store, entry, parts()).isPresent()
        ? Optional.of(installed(entry))
        : Optional.empty();
  }

  /** What readers get, by what is known of it. */
  InstalledCertificate installed(Ledger.Entry entry) {
    return new InstalledCertificate(
        name.version(),
        file,
        Instant.ofEpochSecond(name.notBefore()),
        entry.notAfter(),
        entry.dnsNames());
  }

  /**
   * What readers get, where nothing is known of who wrote it: nobody has compared it with the vault
   * yet. Empty when key and leaf are not there or do not match.
   */
  Optional<InstalledCertificate> unproven(Directory store) {
    try {
      StringBuilder text = new StringBuilder();
      for (StoreName part : parts()) {
        try (OpenFile open = part.open(store)) {
          byte[] content = open.read(StoreFile.MAX_BYTES);
          text.append(new String(content, StandardCharsets.ISO_8859_1)).append('\n');
        }
      }
      CertificateBundle bundle = CertificateBundle.decode(text.toString());
      return Optional.of(
          new InstalledCertificate(
              name.version(), file, bundle.notBefore(), bundle.notAfter(), bundle.dnsNames()));
    } catch (IOException | UnusableCertificateException e) {
      return Optional.empty();
    }
  }

  /** Whether the entry is about this version, and in this layout. */
  boolean isOf(Ledger.Entry entry) {
    return entry.version().equals(name.version()) && entry.digests().keySet().containsAll(parts());
  }

  List<StoreName> parts() {
    return new LayoutFiles(certificate, name).parts();
  }

  /** These files with what they hold; empty unless each is what the entry says. */
  Optional<List<StoreFile>> filesOf(
      Directory store, Ledger.Entry entry, Iterable<StoreName> names) {
    LayoutFiles layout = new LayoutFiles(certificate, name);
    List<StoreFile> files = new ArrayList<>();
    for (StoreName each : names) {
      try (OpenFile open = each.open(store)) {
        byte[] content = open.read(StoreFile.MAX_BYTES);
        if (!StoreFile.digest(content).equals(entry.digests().get(each))) {
          return Optional.empty();
        }
        files.add(
            layout.isMarker(each)
                ? StoreFile.open(each, content)
                : StoreFile.secret(each, content));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.of(files);
  }
}
