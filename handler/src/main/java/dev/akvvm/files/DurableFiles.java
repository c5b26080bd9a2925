package dev.akvvm.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
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
    Path temporary = temporaryFor(file);
    Files.deleteIfExists(temporary);
    try {
      Files.createFile(temporary, OWNER_ONLY);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        Files.setPosixFilePermissions(temporary, mode);
        channel.force(true);
      }
      moveInto(temporary, file);
    } catch (IOException | RuntimeException e) {
      deleteQuietly(temporary, e);
      throw e;
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
    } catch (IOException | RuntimeException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
  }

  /**
   * Creates {@code directory} and what is missing above it. Only a directory made here gets {@code
   * mode}; one that existed keeps the mode its owner gave it.
   */
  public static void createDirectories(Path directory, Set<PosixFilePermission> mode)
      throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(mode));
    Files.setPosixFilePermissions(directory, mode);
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  /**
   * Finds out whether files can be written to {@code directory}, by writing one and removing it.
   *
   * @throws IOException what a write would meet
   */
  public static void probe(Path directory) throws IOException {
    Path temporary = directory.resolve(".probe.tmp");
    Files.deleteIfExists(temporary);
    try {
      Files.write(temporary, new byte[1], StandardOpenOption.CREATE_NEW);
    } finally {
      Files.deleteIfExists(temporary);
    }
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
