package dev.akvvm.store;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.files.Directory;
import dev.akvvm.files.OpenFile;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store holds for one certificate, read once: {@link CertificateStore#look} returns it, and
 * the code that goes on with the certificate passes it on. Holds private keys, so do not keep it.
 */
public final class OnDisk {
  private static final OnDisk NOTHING = new OnDisk(Optional.empty(), Optional.empty(), Map.of());

  private final Optional<CurrentVersion> current;
  private final Optional<InstalledCertificate> installed;
  private final Map<StoreName, byte[]> contents;

  private OnDisk(
      Optional<CurrentVersion> current,
      Optional<InstalledCertificate> installed,
      Map<StoreName, byte[]> contents) {
    this.current = current;
    this.installed = installed;
    this.contents = contents;
  }

  /** An empty one: readers get nothing. */
  public static OnDisk nothing() {
    return NOTHING;
  }

  /**
   * Follows the links and reads their targets.
   *
   * @param entry what this extension has installed, as far as it knows
   * @param digests how the entry's were taken
   */
  static OnDisk read(
      ObservedCertificate certificate,
      Directory store,
      Optional<Ledger.Entry> entry,
      Digests digests)
      throws IOException {
    Optional<CurrentVersion> found = CurrentVersion.of(certificate, store);
    if (found.isEmpty()) {
      return NOTHING;
    }
    CurrentVersion current = found.get();
    Optional<Ledger.Entry> known = entry.filter(current::isOf);
    Map<StoreName, byte[]> contents =
        contents(store, known.isPresent() ? known.get().digests().keySet() : current.parts());
    if (known.isEmpty()) {
      return new OnDisk(found, current.unproven(contents), contents);
    }
    contents
        .entrySet()
        .removeIf(
            each -> !digests.of(each.getValue()).equals(known.get().digests().get(each.getKey())));
    return new OnDisk(
        found,
        known.filter(_ -> contents.keySet().containsAll(current.parts())).map(current::installed),
        contents);
  }

  /** What readers get, of which nothing is known but the files; empty without a key. */
  static Optional<InstalledCertificate> unproven(ObservedCertificate certificate, Directory store)
      throws IOException {
    Optional<CurrentVersion> found = CurrentVersion.of(certificate, store);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return found.get().unproven(contents(store, found.get().parts()));
  }

  static boolean isReadable(Directory store, StoreName name) {
    return content(store, name).isPresent();
  }

  private static Map<StoreName, byte[]> contents(Directory store, Collection<StoreName> names) {
    Map<StoreName, byte[]> contents = new HashMap<>();
    for (StoreName name : names) {
      content(store, name).ifPresent(content -> contents.put(name, content));
    }
    return contents;
  }

  /** Empty for a file that is missing or cannot be read. */
  private static Optional<byte[]> content(Directory store, StoreName name) {
    try (OpenFile open = name.open(store)) {
      return Optional.of(open.read(StoreFile.MAX_BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What readers of the links get: a version whose key and leaf match. One that this extension
   * installed is unchanged, byte for byte; one of unknown origin, such as another program's, may
   * still turn out to differ from the vault's.
   */
  public Optional<InstalledCertificate> installed() {
    return installed;
  }

  /** Key and chain of what readers get, from its files; empty when they get nothing. */
  public Optional<CertificateBundle> bundle() {
    return installed.isEmpty() ? Optional.empty() : current.flatMap(each -> each.bundle(contents));
  }

  /** Whether the links lead to this version, whatever its files hold. */
  boolean leadsTo(String version) {
    return current.filter(found -> found.name().version().equals(version)).isPresent();
  }

  /** The content of the version's files that were read and are as they were written. */
  Map<StoreName, byte[]> contents() {
    return contents;
  }

  /** The version that the links point to, if it is the one that the entry is about. */
  Optional<CurrentVersion> versionOf(Ledger.Entry entry) {
    return current.filter(found -> found.isOf(entry));
  }

  /** These files; empty unless each was read and is as it was written. */
  Optional<List<StoreFile>> files(CurrentVersion version, Iterable<StoreName> names) {
    return version.files(names, contents);
  }
}
