package dev.akvvm.store;

import dev.akvvm.files.Access;
import dev.akvvm.files.Access.AclEntry;
import dev.akvvm.files.AccessControl;
import dev.akvvm.files.AclUnsupportedException;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts files in place with the right content, owner, mode and readers, and puts right what has
 * drifted. What a file system cannot do for readers is a complaint, not a failure: root's services
 * get their certificate all the same.
 */
final class VersionWriter {
  private final AccessControl control = new AccessControl();
  private final Readers readers;
  private final Announcement announcement;
  private final Set<String> complaints = new LinkedHashSet<>();

  VersionWriter(Readers readers, Announcement announcement) {
    this.announcement = announcement;
    this.readers = readers;
    complaints.addAll(readers.complaints());
  }

  /** One line each, for the operator. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Lets the readers search a directory; nobody else's rights to it change. */
  void letThrough(Path directory) throws IOException {
    if (readers.entries().isEmpty()) {
      return;
    }
    try {
      control.letSearch(directory, readers.entries());
    } catch (AclUnsupportedException e) {
      complaints.add(directory + ": " + e.getReason());
    }
  }

  /** Writes the files that are not there yet; true when there was one. */
  boolean write(List<StoreFile> files) throws IOException {
    boolean changed = false;
    for (StoreFile file : files) {
      boolean isThere = file.isThere();
      try {
        put(file, access(file, isThere), isThere);
      } catch (AclUnsupportedException e) {
        complaints.add(file.path().getParent() + ": " + e.getReason());
        put(file, Access.of(Modes.PRIVATE_FILE), isThere);
      }
      changed |= !isThere;
    }
    return changed;
  }

  private void put(StoreFile file, Access access, boolean isThere) throws IOException {
    if (!isThere) {
      announcement.make();
      DurableFiles.replace(file.path(), file.content(), access);
    } else {
      control.apply(file.path(), access);
    }
  }

  private Access access(StoreFile file, boolean isThere) throws IOException {
    if (!file.isSecret()) {
      return Access.of(Modes.PUBLIC_FILE);
    }
    Set<AclEntry> entries = new HashSet<>(readers.entries());
    if (isThere && !readers.isComplete()) {
      entries.addAll(control.readersOf(file.path()));
    }
    return new Access(Modes.PRIVATE_FILE, entries);
  }
}
