package dev.akvvm.store;

import dev.akvvm.files.IoReason;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names readers rely on. When the settings ask for another name for a certificate, the old one
 * goes: nobody would renew what it shows. A name that somebody else made stays.
 */
final class Names {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final Set<Path> wanted;
  private final Path ledger;

  Names(Collection<ObservedCertificate> observed, Path ledger) {
    this.wanted =
        observed.stream()
            .flatMap(certificate -> certificate.placement().links().stream())
            .collect(Collectors.toUnmodifiableSet());
    this.ledger = ledger;
  }

  /**
   * Notes the certificate's names before they are made, so that a crash leaves none unknown.
   *
   * @return what is noted now of all certificates
   */
  Ledger claim(ObservedCertificate certificate) {
    return write(Ledger.read(ledger).add(certificate.placement().links(), certificate.fileName()));
  }

  /**
   * Removes the certificate's names that no setting asks for any more.
   *
   * @param made what {@link #claim} returned, with no other claim in between
   */
  void removeOld(ObservedCertificate certificate, Ledger made) throws IOException {
    Ledger left = made;
    for (Path name : made.namesOf(certificate.fileName())) {
      if (!wanted.contains(name) && certificate.placement().store().equals(name.getParent())) {
        if (isOurs(certificate, name)) {
          Files.delete(name);
        }
        left = left.without(name);
      }
    }
    write(left);
  }

  /** A certificate is not held up by it: the worst is an old name that stays. */
  private Ledger write(Ledger changed) {
    try {
      return changed.write(ledger);
    } catch (IOException e) {
      LOG.warn("cannot note which links were made, so old ones will stay: {}", IoReason.of(e));
      return changed;
    }
  }

  /** What was made may have been replaced by somebody else since. */
  private static boolean isOurs(ObservedCertificate certificate, Path name) {
    boolean isLink =
        ShownVersion.target(name)
            .flatMap(target -> VersionName.parse(certificate, target))
            .isPresent();
    return isLink
        || (name.toString().endsWith(SplitLayout.METADATA)
            && Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS));
  }
}
