package dev.akvvm.store;

import dev.akvvm.files.Directory;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.FileFacts.Kind;
import dev.akvvm.files.IoReason;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.Versions;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of a certificate that are on disk, whoever wrote them and in whatever layout.
 *
 * @param store an open handle of its store: nothing is looked at or changed anywhere else
 */
record VersionFiles(ObservedCertificate certificate, Directory store) {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  /**
   * One file or directory of a version.
   *
   * @param isShown whether a link in the store leads to it, or into it
   */
  record Found(VersionName version, StoreName name, FileFacts facts, boolean isShown) {}

  /** Those in one place. */
  List<Found> in(Versions place) throws IOException {
    Optional<String> folder = VersionName.folder(place);
    if (folder.isPresent() && !isDirectory(folder.get())) {
      return List.of();
    }
    StoreName any = new StoreName(folder, "");
    return any.at(store, directory -> in(directory, folder));
  }

  private List<Found> in(Directory directory, Optional<String> folder) throws IOException {
    Path path = certificate.placement().store();
    Map<StoreName, VersionName> names = new LinkedHashMap<>();
    for (String each : directory.names()) {
      StoreName name = new StoreName(folder, each);
      VersionName.parse(certificate, name.in(path)).ifPresent(version -> names.put(name, version));
    }
    Set<Path> shown = names.isEmpty() ? Set.of() : shown();
    List<Found> found = new ArrayList<>();
    for (Map.Entry<StoreName, VersionName> each : names.entrySet()) {
      StoreName name = each.getKey();
      boolean isShown = shown.stream().anyMatch(target -> target.startsWith(name.in(path)));
      directory
          .facts(name.name())
          .filter(facts -> facts.kind() != Kind.LINK)
          .ifPresent(facts -> found.add(new Found(each.getValue(), name, facts, isShown)));
    }
    return found;
  }

  private boolean isDirectory(String name) throws IOException {
    return store.facts(name).filter(found -> found.kind() == Kind.DIRECTORY).isPresent();
  }

  /** What the links in the store lead to. */
  private Set<Path> shown() throws IOException {
    Set<Path> shown = new HashSet<>();
    for (String name : store.names()) {
      store
          .linkTarget(name)
          .map(certificate.placement().store()::resolve)
          .ifPresent(target -> shown.add(target.normalize()));
    }
    return shown;
  }

  /** What someone else has put there must not keep the certificate from being renewed. */
  void removeIfPossible(Found found) {
    try {
      found.name().with(store, directory -> remove(directory, found.name().name(), found.facts()));
    } catch (IOException e) {
      LOG.warn("{}: an old version stays: {}", certificate.displayName(), IoReason.of(e));
    }
  }

  /** A directory is removed with the layout's files in it; if it holds others, it stays. */
  static void remove(Directory directory, String name, FileFacts facts) throws IOException {
    if (facts.kind() != Kind.DIRECTORY) {
      directory.delete(name);
      return;
    }
    try (Directory own = directory.subdirectory(name)) {
      for (String file : filesOfADirectory()) {
        own.delete(file);
      }
    }
    try {
      directory.deleteDirectory(name);
    } catch (DirectoryNotEmptyException e) {
      // Someone else keeps something there; the keys are gone.
    }
  }

  /** How many files are in a version's directory that are removed with it. */
  static int filesIn(Directory directory, String name) throws IOException {
    int files = 0;
    try (Directory own = directory.subdirectory(name)) {
      for (String file : filesOfADirectory()) {
        files += own.facts(file).isPresent() ? 1 : 0;
      }
    }
    return files;
  }

  /** The layouts' files, and what a crash left of one that was being written. */
  private static List<String> filesOfADirectory() {
    return Layout.allIn(Layout.Place.OWN_DIRECTORY).stream()
        .flatMap(file -> Stream.of(file.name(), "." + file.name() + ".tmp"))
        .toList();
  }

  /** Moves it to another place, under the same name. */
  void moveIfPossible(Found found, Versions place) {
    StoreName there = new StoreName(VersionName.folder(place), found.name().name());
    try {
      found
          .name()
          .with(store, from -> there.with(store, to -> from.move(there.name(), to, there.name())));
    } catch (IOException e) {
      LOG.warn("{}: an old version is not moved: {}", certificate.displayName(), IoReason.of(e));
    }
  }
}
