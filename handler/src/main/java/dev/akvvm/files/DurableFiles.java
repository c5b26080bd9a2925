package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Files of this program's own, by their absolute paths: state, status, logs, the unit. Each lies in
 * a directory that belongs to root, and links on the way there that someone else could have made
 * are not followed. What {@link Directory} says about crashes holds here too.
 */
public final class DurableFiles {
  private DurableFiles() {}

  /**
   * Opens a directory of this program's own.
   *
   * @throws NoSuchFileException when it is missing
   * @throws FileSystemException when it belongs to someone else, everyone can write to it, or
   *     someone else could have redirected its path
   */
  public static Directory open(Path directory) throws IOException {
    try (WalkedPath walked = own(directory)) {
      return walked.open();
    }
  }

  private static WalkedPath own(Path directory) throws IOException {
    WalkedPath walked = WalkedPath.of(directory.toAbsolutePath().normalize());
    try {
      if (walked.bentLink().isPresent()) {
        throw new FileSystemException(
            walked.bentLink().get().toString(),
            null,
            "is a link that users other than root can change");
      }
      FileFacts facts = walked.facts();
      refuseOthers(facts, walked.existing());
      if (facts.isWorldWritable() && (walked.exists() || !facts.isSticky())) {
        throw new FileSystemException(
            walked.existing().toString(), null, "is world-writable; run chmod o-w");
      }
      return walked;
    } catch (IOException e) {
      walked.close();
      throw e;
    }
  }

  private static void refuseOthers(FileFacts facts, Path path) throws FileSystemException {
    if (!ActingAs.thisProcess().trusts(facts.owner())) {
      throw new FileSystemException(
          path.toString(),
          null,
          "belongs to uid "
              + Integer.toUnsignedString(facts.owner())
              + " and not to root; run chown root");
    }
  }

  /** Does something with a name in its directory. */
  private interface Step<T> {
    T on(Directory directory, String name) throws IOException;
  }

  private static <T> T in(Path file, Step<T> step) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new FileSystemException(file.toString(), null, "is the root directory");
    }
    try (Directory directory = open(parent)) {
      return step.on(directory, absolute.getFileName().toString());
    }
  }

  /**
   * Gives {@code file} this content and mode, atomically and durably.
   *
   * @param mode the mode of the new file, set before the name becomes visible and whatever the
   *     umask is
   * @throws IOException when any step fails; {@code file} is then what it was before
   */
  public static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    replace(file, content, Access.of(mode));
  }

  /**
   * Gives {@code file} this content and access, atomically and durably.
   *
   * @param access of the new file, set before the name becomes visible
   * @throws IOException when any step fails; {@code file} is then what it was before
   */
  public static void replace(Path file, byte[] content, Access access) throws IOException {
    in(
        file,
        (directory, name) -> {
          directory.replace(name, content, access);
          return name;
        });
  }

  /**
   * The content of a regular file of root's; the file itself is not a link.
   *
   * @param most in bytes
   * @throws NoSuchFileException when there is none
   * @throws FileSystemException when it is larger, someone else's, a link, a directory, a FIFO or a
   *     device
   */
  public static byte[] read(Path file, int most) throws IOException {
    return in(
        file,
        (directory, name) -> {
          try (OpenFile open = directory.open(name)) {
            refuseOthers(open.facts(), file);
            return open.read(most);
          }
        });
  }

  /** Appends to a file, which is created for its owner only. */
  public static AppendedFile append(Path file) throws IOException {
    return in(file, Directory::append);
  }

  static Descriptor lockFile(Path file) throws IOException {
    return in(file, Directory::lockFile);
  }

  /** What a name stands for, which may be a link; empty when it or its directory does not exist. */
  public static Optional<FileFacts> facts(Path file) throws IOException {
    try {
      return in(file, Directory::facts);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  /** Where a link leads; empty when the name is not a link, or does not exist. */
  public static Optional<Path> linkTarget(Path link) throws IOException {
    try {
      return in(link, Directory::linkTarget);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes {@code link} a symbolic link to {@code target}, replacing an older link in one step.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something that is not a symbolic link has
   *     that name: it is someone else's and stays
   */
  public static void switchLink(Path link, Path target) throws IOException {
    in(
        link,
        (directory, name) -> {
          directory.switchLink(name, target);
          return name;
        });
  }

  /** Removes a file or link; false when there is none of that name. */
  public static boolean delete(Path file) throws IOException {
    try {
      return in(file, Directory::delete);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    }
  }

  /** The names in a directory of this program's own. */
  public static List<String> names(Path directory) throws IOException {
    try (Directory open = open(directory)) {
      return open.names();
    }
  }

  /** What has such a name in a directory of this program's own, which need not exist. */
  public static List<Path> named(Predicate<String> name, Path directory) throws IOException {
    try {
      return names(directory).stream().filter(name).map(directory::resolve).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Creates {@code directory} with {@code mode}, and what is missing above it with 0755, because
   * others may use that too. A directory that existed keeps the mode its owner gave it.
   */
  public static void createDirectories(Path directory, Set<PosixFilePermission> mode)
      throws IOException {
    try (WalkedPath walked = own(directory);
        Directory _ = walked.make(PosixAcl.bits(mode))) {
      // It exists now.
    }
  }

  /**
   * Finds out whether files can be written to {@code directory}, by writing one and removing it.
   * Two processes may do so at once.
   *
   * @throws IOException as a write would
   */
  public static void probe(Path directory) throws IOException {
    try (Directory open = open(directory)) {
      open.probe();
    }
  }
}
