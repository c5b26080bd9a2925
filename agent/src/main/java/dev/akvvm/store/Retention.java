package dev.akvvm.store;

import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes old versions, as far as the settings ask for it. */
final class Retention {
  private Retention() {}

  /**
   * Removes the oldest versions beyond those to be retained; never the current one, nor one that
   * any link in the store leads to.
   *
   * @param current the version readers get
   */
  static void apply(ObservedCertificate certificate, String current) throws IOException {
    OptionalInt retained = certificate.placement().retainedVersions();
    if (retained.isEmpty()) {
      return;
    }
    List<Path> entries = entries(certificate.placement().store());
    Set<Path> shown =
        entries.stream()
            .flatMap(entry -> ShownVersion.target(entry).map(entry::resolveSibling).stream())
            .collect(Collectors.toSet());
    List<OldVersion> old =
        versions(certificate, entries).stream()
            .filter(version -> !version.name().version().equals(current))
            .sorted(OldVersion.NEWEST_FIRST)
            .skip(retained.getAsInt())
            .filter(version -> version.files().stream().noneMatch(shown::contains))
            .toList();
    for (OldVersion version : old) {
      for (Path file : version.files()) {
        remove(file);
      }
    }
  }

  private static List<Path> entries(Path store) throws IOException {
    try (Stream<Path> entries = Files.list(store)) {
      return entries.toList();
    }
  }

  private static List<OldVersion> versions(ObservedCertificate certificate, List<Path> entries) {
    Map<String, OldVersion> versions = new HashMap<>();
    for (Path entry : entries) {
      if (!Files.isSymbolicLink(entry)) {
        VersionName.parse(certificate, entry)
            .ifPresent(
                name ->
                    versions
                        .computeIfAbsent(
                            name.version(), _ -> new OldVersion(name, new ArrayList<>()))
                        .files()
                        .add(entry));
      }
    }
    return List.copyOf(versions.values());
  }

  /** A directory goes with the files certbot's layout has in it; with others in it, it stays. */
  private static void remove(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      for (String name : CertbotLayout.NAMES) {
        Files.deleteIfExists(file.resolve(name));
      }
    }
    try {
      Files.deleteIfExists(file);
    } catch (DirectoryNotEmptyException e) {
      // Somebody else keeps something there; the keys are gone.
    }
  }

  /** All files of one version, in whatever layouts it has been written. */
  private record OldVersion(VersionName name, List<Path> files) {
    /** Versions whose validity begins in the same second are told apart by when they came. */
    private static final Comparator<OldVersion> NEWEST_FIRST =
        Comparator.comparingLong((OldVersion version) -> version.name().notBefore())
            .thenComparingLong(OldVersion::written)
            .reversed();

    private long written() {
      return files.stream().mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
    }
  }
}
