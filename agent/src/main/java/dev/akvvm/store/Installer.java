package dev.akvvm.store;

import dev.akvvm.files.Access;
import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.AclUnsupportedException;
import dev.akvvm.files.Directory;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.files.OpenFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the files of one certificate in place with the right content, owner, mode and readers, and
 * corrects what has drifted. A file that is not as its owner creates it - with another owner, a
 * second name or special bits - is rewritten and never chowned: its creator may still hold it open.
 * What a file system cannot do for readers is a warning, not a failure: the owner's services still
 * get their certificate.
 */
final class Installer {
  private static final int PRIVATE = 0700;

  private final Directory store;
  private final ResolvedGrants grants;
  private final Map<StoreName, byte[]> known;
  private final ChangeNotification notification;
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Digests digests;
  private final Map<StoreName, String> digestOf = new LinkedHashMap<>();

  /**
   * An installer that has done nothing yet.
   *
   * @param known the content of files that have been read a moment ago
   * @param digests how to take them of what is there in the end
   */
  Installer(
      Directory store,
      ResolvedGrants grants,
      Map<StoreName, byte[]> known,
      ChangeNotification notification,
      Digests digests) {
    this.store = store;
    this.digests = digests;
    this.known = Map.copyOf(known);
    this.grants = grants.without(store.identity().user());
    this.notification = notification;
    warnings.addAll(grants.warnings());
  }

  /** One line each, for the operator. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Digests of the files that were written or found in order. */
  Map<StoreName, String> digests() {
    return digestOf;
  }

  /** Lets the readers pass through a directory; no one else's rights to it change. */
  void grantTraversal(Directory directory) {
    try {
      directory.letSearch(grants.entries());
    } catch (AclUnsupportedException e) {
      warnings.add(directory.path() + ": " + e.getReason());
    } catch (IOException e) {
      warnings.add("cannot let readers pass: " + IoReason.of(e));
    }
  }

  /** Creates directories for versions; anything else that has such a name is removed. */
  void makeDirectories(List<StoreName> names) throws IOException {
    for (StoreName name : names) {
      name.with(store, parent -> makeDirectory(parent, name.name()));
    }
  }

  private void makeDirectory(Directory parent, String name) throws IOException {
    if (parent.facts(name).filter(found -> found.kind() != FileFacts.Kind.DIRECTORY).isPresent()) {
      parent.delete(name);
    }
    try (Directory directory = parent.makeSubdirectory(name, PRIVATE)) {
      if (directory.facts().owner() != store.identity().user()) {
        throw new FileSystemException(
            directory.path().toString(),
            null,
            "belongs to somebody else than the store's owner; remove it, or chown it");
      }
      grantTraversal(directory);
    }
  }

  /** Writes the files that are missing; true when there was one. */
  boolean write(List<StoreFile> files) throws IOException {
    boolean isChanged = false;
    for (StoreFile file : files) {
      isChanged |= file.name().at(store, directory -> write(directory, file, notification::make));
    }
    return isChanged;
  }

  /** Writes what tells of the version, which is no news beside the files themselves. */
  void mark(List<StoreFile> markers) throws IOException {
    for (StoreFile marker : markers) {
      marker.name().with(store, directory -> write(directory, marker, () -> {}));
    }
  }

  private boolean write(Directory directory, StoreFile file, Runnable beforeChange)
      throws IOException {
    String name = file.name().name();
    Optional<OpenFile> found = open(directory, name);
    try {
      Optional<StoreFile> kept = found.flatMap(open -> file.keeping(held(file.name(), open)));
      Access access = access(file, found.filter(OpenFile::isOwn));
      if (kept.isPresent() && found.get().isOwn()) {
        withoutAcls(access, allowed -> found.get().give(allowed));
        digestOf.put(file.name(), digests.of(kept.get().content()));
        return false;
      }
      if (kept.isEmpty()) {
        beforeChange.run();
      }
      withoutAcls(access, allowed -> directory.replace(name, file.content(), allowed));
      digestOf.put(file.name(), digests.of(file.content()));
      return kept.isEmpty();
    } finally {
      found.ifPresent(OpenFile::close);
    }
  }

  /** Empty also for what is not a file or cannot be opened: it is replaced. */
  private static Optional<OpenFile> open(Directory directory, String name) throws IOException {
    try {
      return Optional.of(directory.open(name));
    } catch (FileSystemException e) {
      return Optional.empty();
    }
  }

  /** Empty if it cannot be read. */
  private byte[] held(StoreName name, OpenFile file) {
    try {
      return known.containsKey(name)
          ? known.getOrDefault(name, new byte[0])
          : file.read(StoreFile.MAX_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Does something that needs ACLs; if the file system has none, it is done for the owner only. */
  private void withoutAcls(Access access, Permitted step) throws IOException {
    try {
      step.with(access);
    } catch (AclUnsupportedException e) {
      warnings.add(store.path() + ": " + e.getReason());
      step.with(Access.of(access.mode()));
    }
  }

  private interface Permitted {
    void with(Access access) throws IOException;
  }

  private Access access(StoreFile file, Optional<OpenFile> own) throws IOException {
    if (file.isOpen()) {
      return Access.of(Modes.PUBLIC_FILE);
    }
    Set<AclEntry> entries = new HashSet<>(grants.entries());
    if (own.isPresent() && !grants.isComplete()) {
      entries.addAll(own.get().readers());
    }
    return new Access(Modes.PRIVATE_FILE, entries);
  }

  /**
   * Switches the links that are not as they should be; true when one led elsewhere. To write the
   * same target in another way gives readers nothing new.
   */
  boolean show(Map<String, Path> links) throws IOException {
    boolean isChanged = false;
    for (Map.Entry<String, Path> link : links.entrySet()) {
      Path target = link.getValue();
      Optional<Path> found = store.linkTarget(link.getKey());
      if (!found.equals(Optional.of(target))) {
        if (!found.map(store.path()::resolve).equals(Optional.of(store.path().resolve(target)))) {
          notification.make();
          isChanged = true;
        }
        store.switchLink(link.getKey(), target);
      }
    }
    return isChanged;
  }
}
