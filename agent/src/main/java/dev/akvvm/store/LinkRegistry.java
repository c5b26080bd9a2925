package dev.akvvm.store;

import dev.akvvm.files.Directory;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.IoReason;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names readers rely on. When the settings ask for another name for a certificate, the old one
 * is removed, because what it points to would no longer be renewed. A name that someone else
 * created stays. The certificates of all stores share the registry; a store never holds it up.
 */
final class LinkRegistry {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final List<ObservedCertificate> observed;
  private final Set<Path> wanted;
  private final Path file;

  LinkRegistry(Collection<ObservedCertificate> observed, Path file) {
    this.observed = List.copyOf(observed);
    this.wanted =
        observed.stream()
            .flatMap(certificate -> certificate.placement().links().stream())
            .collect(Collectors.toUnmodifiableSet());
    this.file = file;
  }

  /**
   * Records the certificate's names before they are created, so that a crash leaves none unknown.
   */
  synchronized void claim(ObservedCertificate certificate) {
    write(LinkRecord.read(file).add(certificate.placement().links(), certificate.fileName()));
  }

  /** The names that were made for what is no longer observed. */
  synchronized UnmanagedLinks unmanaged() {
    return UnmanagedLinks.of(observed, LinkRecord.read(file));
  }

  /** Removes the certificate's names in this store that no setting asks for any more. */
  void removeOld(ObservedCertificate certificate, Directory store) throws IOException {
    List<Path> gone = new ArrayList<>();
    for (Path name : namesOf(certificate)) {
      if (!wanted.contains(name) && certificate.placement().store().equals(name.getParent())) {
        String own = name.getFileName().toString();
        if (isOurs(certificate, store, own)) {
          store.delete(own);
        }
        gone.add(name);
      }
    }
    forget(gone);
  }

  private synchronized List<Path> namesOf(ObservedCertificate certificate) {
    return LinkRecord.read(file).namesOf(certificate.fileName());
  }

  private synchronized void forget(List<Path> names) {
    if (!names.isEmpty()) {
      LinkRecord left = LinkRecord.read(file);
      for (Path name : names) {
        left = left.without(name);
      }
      write(left);
    }
  }

  /** A failure does not hold up a certificate: at worst an old name stays. */
  private void write(LinkRecord changed) {
    try {
      changed.write(file);
    } catch (IOException e) {
      LOG.warn("cannot note which links were made, so old ones will stay: {}", IoReason.of(e));
    }
  }

  /** What we created may have been replaced by someone else since. */
  static boolean isOurs(ObservedCertificate certificate, Directory store, String name)
      throws IOException {
    boolean isLink =
        store
            .linkTarget(name)
            .flatMap(target -> VersionName.parse(certificate, target))
            .isPresent();
    return isLink
        || (Layout.allIn(Layout.Place.BESIDE_LINKS).stream()
                .anyMatch(file -> name.endsWith(file.name()))
            && store.facts(name).filter(found -> found.kind() == FileFacts.Kind.FILE).isPresent());
  }
}
