package dev.akvvm.files;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something a file system cannot do that keys and the links to them need.
 *
 * @param kind what it is
 * @param text what is said of the file system
 */
record FileSystemLack(Kind kind, String text) {
  /** What can be missing. */
  enum Kind {
    LINKS,
    MODES,
    OWNERS,
    RIGHTS
  }

  static FileSystemLack ofLinks() {
    return new FileSystemLack(Kind.LINKS, "has no symbolic links");
  }

  /**
   * Modes are fixed.
   *
   * @param mode that of a file that should be its owner's only
   */
  static FileSystemLack ofModes(int mode) {
    return new FileSystemLack(
        Kind.MODES, "does not keep modes (a private file has mode %o)".formatted(mode));
  }

  /**
   * Owners are fixed, or root is somebody else there.
   *
   * @param made who makes files
   * @param owner whose they are then
   */
  static FileSystemLack ofOwners(int made, int owner) {
    return new FileSystemLack(
        Kind.OWNERS,
        "does not keep owners (a file of uid %s belongs to uid %s)"
            .formatted(Integer.toUnsignedString(made), Integer.toUnsignedString(owner)));
  }

  /** Root is nobody there. */
  static FileSystemLack ofRights() {
    return new FileSystemLack(Kind.RIGHTS, "lets root write nothing (root_squash)");
  }

  /** Says what is missing, on which kind of file system, and what to do. */
  static FileSystemException failure(Descriptor file, Collection<FileSystemLack> lacks) {
    return new FileSystemException(file.shown(), null, text(MountedFileSystem.of(file), lacks));
  }

  static String text(MountedFileSystem system, Collection<FileSystemLack> lacks) {
    return "the file system (%s) %s; %schoose another certificateStoreLocation"
        .formatted(
            system.type(),
            lacks.stream().map(FileSystemLack::text).collect(Collectors.joining(", ")),
            cure(system, lacks.stream().map(FileSystemLack::kind).toList())
                .map(cure -> cure + ", or ")
                .orElse(""));
  }

  private static Optional<String> cure(MountedFileSystem system, Collection<Kind> lacking) {
    if (system.isNfs() && !lacking.contains(Kind.LINKS) && !lacking.contains(Kind.MODES)) {
      return Optional.of("export it with no_root_squash");
    }
    if (!system.isWindowsShare() || lacking.contains(Kind.RIGHTS)) {
      return Optional.empty();
    }
    List<String> options = new ArrayList<>();
    if (lacking.contains(Kind.LINKS)) {
      options.add("mfsymlinks");
    }
    if (lacking.contains(Kind.MODES)) {
      options.add("file_mode=0600,dir_mode=0755");
    }
    if (lacking.contains(Kind.OWNERS)) {
      options.add("uid=0,forceuid");
    }
    return Optional.of("mount it with " + String.join(",", options));
  }
}
