package dev.akvvm.store;

import dev.akvvm.files.Directory;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The links that this extension made for certificates which the settings no longer name: what they
 * lead to stays on disk, and is not renewed.
 *
 * @param byStore by store, then by file name of the certificate: the names of its links
 */
record UnmanagedLinks(Map<Path, Map<String, Set<String>>> byStore) {
  /**
   * All in the record but what the settings name, and the old names of what they name in the same
   * store: those are removed.
   */
  static UnmanagedLinks of(Collection<ObservedCertificate> observed, LinkRecord record) {
    Set<Path> wanted =
        observed.stream()
            .flatMap(each -> each.placement().links().stream())
            .collect(Collectors.toSet());
    Set<List<Object>> managed =
        observed.stream()
            .map(each -> List.<Object>of(each.placement().store(), each.fileName()))
            .collect(Collectors.toSet());
    Map<Path, Map<String, Set<String>>> byStore = new TreeMap<>();
    record
        .owners()
        .forEach(
            (name, owner) -> {
              Path link = Path.of(name);
              Path store = link.getParent();
              if (store != null
                  && link.isAbsolute()
                  && !wanted.contains(link)
                  && !managed.contains(List.<Object>of(store, owner))) {
                byStore
                    .computeIfAbsent(store, _ -> new TreeMap<>())
                    .computeIfAbsent(owner, _ -> new TreeSet<>())
                    .add(String.valueOf(link.getFileName()));
              }
            });
    return new UnmanagedLinks(byStore);
  }

  /** What the links in this store lead to; nothing for links that are gone, or another's. */
  List<UnmanagedCertificate> in(Path path, Directory store) throws IOException {
    List<UnmanagedCertificate> found = new ArrayList<>();
    for (Map.Entry<String, Set<String>> each : byStore.getOrDefault(path, Map.of()).entrySet()) {
      for (String link : each.getValue()) {
        Optional<UnmanagedCertificate> certificate =
            certificate(path.resolve(link), each.getKey(), store);
        if (certificate.isPresent()) {
          // Its other links lead to parts of the same version.
          found.add(certificate.get());
          break;
        }
      }
    }
    return found;
  }

  private static Optional<UnmanagedCertificate> certificate(
      Path link, String owner, Directory store) throws IOException {
    Optional<ObservedCertificate> recorded =
        RecordedCertificates.recorded(link, owner).map(RecordedCertificates.Recorded::certificate);
    Optional<Path> target = store.linkTarget(String.valueOf(link.getFileName()));
    if (recorded.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    ObservedCertificate certificate = recorded.get();
    Optional<InstalledCertificate> installed = withKey(certificate, link, store);
    if (installed.isEmpty()) {
      installed = withoutKey(certificate, link.resolveSibling(target.get()), store);
    }
    return installed.map(each -> new UnmanagedCertificate(certificate.displayName(), link, each));
  }

  /** The settings that knew its layout are gone, so each is tried. */
  private static Optional<InstalledCertificate> withKey(
      ObservedCertificate certificate, Path link, Directory store) throws IOException {
    String name = String.valueOf(link.getFileName());
    for (Layout layout : Layout.values()) {
      String ending = layout.files().getFirst().linkEnding();
      if (layout.isForCertificates() && name.endsWith(ending) && !name.equals(ending)) {
        ObservedCertificate tried =
            new ObservedCertificate(
                certificate.secret(),
                Optional.empty(),
                new Placement(
                    certificate.placement().store(),
                    name.substring(0, name.length() - ending.length()),
                    layout,
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of()));
        Optional<InstalledCertificate> installed = OnDisk.unproven(tried, store);
        if (installed.isPresent()) {
          return installed;
        }
      }
    }
    return Optional.empty();
  }

  /** A bundle of authorities, or a plain secret: its name has the version, and no more. */
  private static Optional<InstalledCertificate> withoutKey(
      ObservedCertificate certificate, Path file, Directory store) throws IOException {
    Optional<VersionName> name = VersionName.parse(certificate, file);
    String own = String.valueOf(file.getFileName());
    boolean isThere =
        Layout.allIn(Layout.Place.OWN_NAME_WITHOUT_VALIDITY).stream()
                .anyMatch(each -> own.endsWith(each.name()))
            && name.isPresent()
            && OnDisk.isReadable(store, new StoreName(VersionName.folder(name.get().place()), own));
    return isThere
        ? Optional.of(
            new InstalledCertificate(
                name.get().version(), file, Instant.EPOCH, InstalledCertificate.NO_END, List.of()))
        : Optional.empty();
  }
}
