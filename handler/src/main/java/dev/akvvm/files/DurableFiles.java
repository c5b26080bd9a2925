package dev.akvvm.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes that survive a crash at any step: a reader of the name sees the old content or the new
 * one, complete, and once a method has returned the new one is on the disk.
 *
 * <p>The temporary file stands beside its target, under a name derived from it, so a leftover of a
 * crash is overwritten by the next write instead of piling up. Callers must therefore not write the
 * same name from two threads or processes at once; the project's locks see to that.
 */
public final class DurableFiles {
  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private DurableFiles() {}

  /**
   * Gives {@code file} this content and mode, atomically and durably.
   *
   * @param mode the mode of the new file, set before the name becomes visible and whatever the
   *     umask is
   * @throws IOException when any step fails; {@code file} is then what it was before
   */
  public static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    replace(file, content, temporary -> setMode(temporary, mode));
  }

  /**
   * Gives {@code file} this content and access, atomically and durably.
   *
   * @param access of the new file, set before the name becomes visible
   * @throws IOException when any step fails; {@code file} is then what it was before
   */
  public static void replace(Path file, byte[] content, Access access) throws IOException {
    AccessControl control = new AccessControl();
    replace(file, content, temporary -> control.apply(temporary, access));
  }

  /** Sets who may read a file that nobody but its owner can open yet. */
  private interface Permit {
    void on(Path temporary) throws IOException;
  }

  private static void replace(Path file, byte[] content, Permit permit) throws IOException {
    Path temporary = temporaryFor(file);
    Files.deleteIfExists(temporary);
    try {
      try (FileChannel channel = FileChannel.open(temporary, NEW_FILE, OWNER_ONLY)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        permit.on(temporary);
        channel.force(true);
      }
      moveInto(temporary, file);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw naming(file, e);
    }
  }

  /**
   * Makes {@code link} a symbolic link to {@code target}, replacing an older link in one step.
   *
   * @throws FileAlreadyExistsException when something that is no symbolic link has that name: it
   *     belongs to somebody else and stays
   */
  public static void switchLink(Path link, Path target) throws IOException {
    if (Files.exists(link, NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      throw new FileAlreadyExistsException(
          link.toString(), null, "exists and is not a symbolic link");
    }
    Path temporary = temporaryFor(link);
    Files.deleteIfExists(temporary);
    try {
      Files.createSymbolicLink(temporary, target);
      moveInto(temporary, link);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
  }

  /**
   * Creates {@code directory} with {@code mode}, and what is missing above it with 0755: that is
   * not only ours to use. A directory that existed keeps the mode its owner gave it.
   */
  public static void createDirectories(Path directory, Set<PosixFilePermission> mode)
      throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectories(parent, Modes.PUBLIC_DIRECTORY);
    }
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
      setMode(directory, mode);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
      // Another process was faster, which is as good.
    }
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  /**
   * Finds out whether files can be written to {@code directory}, by writing one and removing it.
   * Two processes may do so at once.
   *
   * @throws IOException what a write would meet
   */
  public static void probe(Path directory) throws IOException {
    Path temporary = directory.resolve(".probe.tmp");
    try {
      Files.write(temporary, new byte[1], CREATE, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw naming(temporary, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Not through a link: whoever owns the directory could have put one in the file's place. */
  private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
    Files.getFileAttributeView(path, PosixFileAttributeView.class, NOFOLLOW_LINKS)
        .setPermissions(mode);
  }

  /** A failed write or sync ("No space left on device") does not say which file it was. */
  private static IOException naming(Path file, IOException e) {
    if (e instanceof FileSystemException) {
      return e;
    }
    IOException named = new FileSystemException(file.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }

  private static void moveInto(Path temporary, Path name) throws IOException {
    Files.move(temporary, name, ATOMIC_MOVE);
    Path directory = name.toAbsolutePath().getParent();
    if (directory != null) {
      syncDirectory(directory);
    }
  }

  /** A rename lasts only once the directory that holds the name has reached the disk. */
  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path temporaryFor(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static void deleteQuietly(Path temporary, Exception cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
