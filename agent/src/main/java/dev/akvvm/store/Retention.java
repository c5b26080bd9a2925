package dev.akvvm.store;

import dev.akvvm.files.Directory;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.FileFacts.Kind;
import dev.akvvm.files.IoReason;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old versions, as the settings ask.
 *
 * @param certificate whose versions are meant
 * @param store an open handle of its store: nothing is removed anywhere else
 */
record Retention(ObservedCertificate certificate, Directory store) {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  /**
   * Removes the oldest versions beyond those to be retained; never the current one, nor one that
   * any link in the store points to.
   *
   * @param current the version readers get
   */
  void apply(String current) throws IOException {
    OptionalInt retained = certificate.placement().retainedVersions();
    if (retained.isEmpty()) {
      return;
    }
    Set<String> shown = new HashSet<>();
    Map<String, OldVersion> versions = new HashMap<>();
    for (String name : store.names()) {
      Optional<FileFacts> facts = store.facts(name);
      if (facts.isPresent()) {
        if (facts.get().kind() == Kind.LINK) {
          shownBy(name).ifPresent(shown::add);
        } else {
          add(name, facts.get(), versions);
        }
      }
    }
    List<OldVersion> old =
        versions.values().stream()
            .filter(version -> !version.name().version().equals(current))
            .sorted(OldVersion.NEWEST_FIRST)
            .skip(retained.getAsInt())
            .filter(version -> version.files().keySet().stream().noneMatch(shown::contains))
            .toList();
    for (OldVersion version : old) {
      version.files().forEach(this::removeIfPossible);
    }
  }

  /** What someone else has put there must not keep the certificate from being renewed. */
  private void removeIfPossible(String name, FileFacts facts) {
    try {
      remove(name, facts);
    } catch (IOException e) {
      LOG.warn("{}: an old version stays: {}", certificate.displayName(), IoReason.of(e));
    }
  }

  /** The name in the store that a link points to, if it points to one. */
  private Optional<String> shownBy(String link) throws IOException {
    Path path = certificate.placement().store();
    return store
        .linkTarget(link)
        .map(path::resolve)
        .filter(target -> path.equals(target.getParent()))
        .map(target -> target.getFileName().toString());
  }

  private void add(String name, FileFacts facts, Map<String, OldVersion> versions) {
    VersionName.parse(certificate, certificate.placement().store().resolve(name))
        .ifPresent(
            version ->
                versions
                    .computeIfAbsent(
                        version.version(), _ -> new OldVersion(version, new HashMap<>()))
                    .files()
                    .put(name, facts));
  }

  /** A directory is removed with the layout's files in it; if it holds others, it stays. */
  private void remove(String name, FileFacts facts) throws IOException {
    if (facts.kind() != Kind.DIRECTORY) {
      store.delete(name);
      return;
    }
    try (Directory directory = store.subdirectory(name)) {
      for (Layout.File file : Layout.allIn(Layout.Place.OWN_DIRECTORY)) {
        directory.delete(file.name());
      }
    }
    try {
      store.deleteDirectory(name);
    } catch (DirectoryNotEmptyException e) {
      // Someone else keeps something there; the keys are gone.
    }
  }

  /** All files of one version by name, in whatever layouts it has been written. */
  private record OldVersion(VersionName name, Map<String, FileFacts> files) {
    /**
     * Versions whose validity begins in the same second are ordered by when they were installed.
     */
    private static final Comparator<OldVersion> NEWEST_FIRST =
        Comparator.comparingLong((OldVersion version) -> version.name().notBefore())
            .thenComparing(OldVersion::written)
            .reversed();

    private Instant written() {
      return files.values().stream()
          .map(FileFacts::modified)
          .max(Comparator.naturalOrder())
          .orElse(Instant.EPOCH);
    }
  }
}
