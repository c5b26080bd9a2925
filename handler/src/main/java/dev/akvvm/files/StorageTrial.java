package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a directory can hold keys and links to them, by an empty file and a link, which
 * are removed again: before a key is written, because what cannot be made private must not be there
 * even for a moment, and because half a version would be left where links cannot be made.
 *
 * @param identity who writes there
 */
record StorageTrial(Descriptor directory, FileIdentity identity) {
  /** Whoever reads whole folders skips such names. */
  private static final String FILE = ".akvvm-trial.tmp";

  private static final String LINK = ".akvvm-trial-link.tmp";

  private static final int PRIVATE = 0600;

  /**
   * Returns if it can.
   *
   * @throws java.nio.file.FileSystemException when its file system lacks something; the message
   *     says all that is missing, and what to do
   * @throws IOException when nothing can be written there at all
   */
  void demand() throws IOException {
    List<FileSystemLack> lacks = new ArrayList<>(file());
    if (lacks.stream().noneMatch(lack -> lack.kind() == FileSystemLack.Kind.RIGHTS) && !canLink()) {
      lacks.addFirst(FileSystemLack.ofLinks());
    }
    if (!lacks.isEmpty()) {
      throw FileSystemLack.failure(directory, lacks);
    }
  }

  /**
   * The same, but on file systems that are known to lack nothing only whether anything can be
   * written, without making anything visible.
   */
  void demandUnlessKnown() throws IOException {
    if (MountedFileSystem.of(directory).hasEverything()) {
      directory.tryWriting();
    } else {
      demand();
    }
  }

  /** Whether something can be written there at all. */
  void demandRoom() throws IOException {
    try (Descriptor file = open()) {
      file.write(new byte[1], 0, 1);
    } finally {
      remove(FILE);
    }
  }

  private Descriptor open() throws IOException {
    return directory.open(
        FILE, directory.shown(), OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.NONBLOCK, PRIVATE);
  }

  /** Another process may do the same at this moment, so one that exists will do. */
  private List<FileSystemLack> file() throws IOException {
    remove(FILE);
    try (Descriptor file = open()) {
      return lacksOf(file);
    } catch (AccessDeniedException e) {
      if (identity.user() == 0 && MountedFileSystem.of(directory).isNfs()) {
        return List.of(FileSystemLack.ofRights());
      }
      throw e;
    } finally {
      remove(FILE);
    }
  }

  private List<FileSystemLack> lacksOf(Descriptor file) throws IOException {
    List<FileSystemLack> lacks = new ArrayList<>();
    modes(file).ifPresent(lacks::add);
    int owner = file.facts().owner();
    if (owner != identity.user()) {
      lacks.add(FileSystemLack.ofOwners(identity.user(), owner));
    }
    return lacks;
  }

  /** It may have to be asked for once more: a default ACL or an option of the mount adds to it. */
  private static Optional<FileSystemLack> modes(Descriptor file) throws IOException {
    if (file.facts().mode() != PRIVATE) {
      file.setMode(PRIVATE);
    }
    int mode = file.facts().mode();
    return mode == PRIVATE ? Optional.empty() : Optional.of(FileSystemLack.ofModes(mode));
  }

  private boolean canLink() throws IOException {
    try {
      return directory.tryLink(LINK);
    } finally {
      remove(LINK);
    }
  }

  /** A failure says nothing that making it does not say. */
  private void remove(String name) {
    try {
      directory.unlink(name, 0);
    } catch (IOException e) {
      // As above.
    }
  }
}
