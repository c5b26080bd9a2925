package dev.akvvm.store;

import dev.akvvm.files.Directory;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.FileFacts.Kind;
import dev.akvvm.ownership.OpenStore;
import dev.akvvm.ownership.StoreOwners;
import dev.akvvm.ownership.StoreThreads;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement.Versions;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What this extension has put into stores, to be counted, or removed before the machine becomes an
 * image: versions by their names, as retention finds them, and links as renamed ones are found.
 * What else is in a store stays, and so does the store.
 */
public final class InstalledKeys {
  /** As a file is called while it is written. */
  private static final String TEMPORARY = ".tmp";

  private final Map<Path, Set<ObservedCertificate>> certificates = new TreeMap<>();
  private final Map<Path, Set<String>> links = new TreeMap<>();
  private final StoreOwners owners;
  private final StoreThreads threads = new StoreThreads();

  /**
   * Those of these certificates, and of all that the records know.
   *
   * @param observed all that the settings in force name; empty where these cannot be read
   */
  public InstalledKeys(Collection<ObservedCertificate> observed, CertificateStore.Records records) {
    owners = new StoreOwners(observed);
    for (ObservedCertificate each : observed) {
      each.placement().links().forEach(link -> add(each, link));
    }
    for (RecordedCertificates.Recorded each : RecordedCertificates.read(records)) {
      add(each.certificate(), each.link());
    }
  }

  private void add(ObservedCertificate certificate, Path link) {
    Path store = certificate.placement().store();
    certificates.computeIfAbsent(store, _ -> new HashSet<>()).add(certificate);
    links.computeIfAbsent(store, _ -> new HashSet<>()).add(String.valueOf(link.getFileName()));
  }

  /** The stores that are known. */
  public Set<Path> stores() {
    return Collections.unmodifiableSet(certificates.keySet());
  }

  /**
   * How much there is.
   *
   * @param files with keys or certificates, in however many folders
   * @param links to them, with the files that stand beside these
   */
  public record Count(int files, int links) {
    /** Whether there is nothing. */
    public boolean isNone() {
      return files == 0 && links == 0;
    }
  }

  /**
   * Counts what is in a store.
   *
   * @throws StoreException when it cannot be read
   */
  public Count count(Path store) throws StoreException {
    return in(store, directory -> find(store, directory)).map(Found::count).orElse(new Count(0, 0));
  }

  /**
   * Removes what is in a store, links first: at no time does one lead nowhere.
   *
   * @return how much that was
   * @throws StoreException when something cannot be removed; the rest may be gone
   */
  public Count remove(Path store) throws StoreException {
    return in(
            store,
            directory -> {
              Found found = find(store, directory);
              for (String link : found.links()) {
                directory.delete(link);
              }
              for (Map.Entry<StoreName, FileFacts> file : found.files().entrySet()) {
                StoreName name = file.getKey();
                name.with(directory, own -> VersionFiles.remove(own, name.name(), file.getValue()));
              }
              removeEmptyFolders(directory);
              return found;
            })
        .map(Found::count)
        .orElse(new Count(0, 0));
  }

  /** Those for hidden versions, unless someone else keeps something there. */
  private static void removeEmptyFolders(Directory store) throws IOException {
    for (String folder : folders(store)) {
      try {
        store.deleteDirectory(folder);
      } catch (DirectoryNotEmptyException e) {
        // The keys are gone.
      }
    }
  }

  private static List<String> folders(Directory store) throws IOException {
    List<String> folders = new ArrayList<>();
    for (Versions place : Versions.values()) {
      Optional<String> folder = VersionName.folder(place);
      if (folder.isPresent()
          && store.facts(folder.get()).filter(InstalledKeys::isDirectory).isPresent()) {
        folders.add(folder.get());
      }
    }
    return folders;
  }

  private static boolean isDirectory(FileFacts facts) {
    return facts.kind() == Kind.DIRECTORY;
  }

  /** What was found, by name; a folder counts as one entry, with so many files in it. */
  private record Found(Set<String> links, Map<StoreName, FileFacts> files, int inFolders) {
    Count count() {
      long plain = files.values().stream().filter(each -> !isDirectory(each)).count();
      return new Count((int) plain + inFolders, links.size());
    }
  }

  private interface Step {
    Found on(Directory store) throws IOException;
  }

  private Optional<Found> in(Path store, Step step) throws StoreException {
    try {
      return threads.run(
          store,
          () -> {
            try (OpenStore open = owners.open(store)) {
              Optional<Directory> directory = open.directory();
              if (directory.isEmpty()) {
                return Optional.empty();
              }
              try (Directory existing = directory.get()) {
                return Optional.of(step.on(existing));
              }
            }
          });
    } catch (NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  private Found find(Path path, Directory store) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String name : store.names()) {
      if (store.facts(name).isPresent() && isLink(path, store, name)) {
        found.add(name);
      }
    }
    Map<StoreName, FileFacts> files = new LinkedHashMap<>();
    int inFolders = find(path, store, Optional.empty(), files);
    for (String folder : folders(store)) {
      try (Directory hidden = store.subdirectory(folder)) {
        inFolders += find(path, hidden, Optional.of(folder), files);
      }
    }
    return new Found(found, files, inFolders);
  }

  /** Adds the versions in one directory; returns how many files are in directories of their own. */
  private int find(
      Path path, Directory directory, Optional<String> folder, Map<StoreName, FileFacts> files)
      throws IOException {
    int inFolders = 0;
    for (String name : directory.names()) {
      Optional<FileFacts> facts = directory.facts(name).filter(each -> each.kind() != Kind.LINK);
      if (facts.isPresent() && isVersion(path, new StoreName(folder, withoutEnding(name)))) {
        inFolders += isDirectory(facts.get()) ? VersionFiles.filesIn(directory, name) : 0;
        files.put(new StoreName(folder, name), facts.get());
      }
    }
    return inFolders;
  }

  private boolean isVersion(Path path, StoreName name) {
    Path version = name.in(path);
    return certificatesIn(path).stream()
        .anyMatch(each -> VersionName.parse(each, version).isPresent());
  }

  private Set<ObservedCertificate> certificatesIn(Path path) {
    return certificates.getOrDefault(path, Set.of());
  }

  /** What a crash left of a file that was being written holds its key too. */
  private static String withoutEnding(String name) {
    return name.startsWith(".") && name.endsWith(TEMPORARY)
        ? name.substring(1, name.length() - TEMPORARY.length())
        : name;
  }

  private boolean isLink(Path path, Directory store, String name) throws IOException {
    if (links.getOrDefault(path, Set.of()).contains(name)) {
      for (ObservedCertificate each : certificatesIn(path)) {
        if (LinkRegistry.isOurs(each, store, name)) {
          return true;
        }
      }
    }
    return false;
  }
}
