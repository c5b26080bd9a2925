package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The extended attribute that is a file's ACL. A symbolic link is not followed. */
final class AclAttribute {
  private static final String NAME = "system.posix_acl_access";

  /** The kernel's own limit. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final MethodHandle GET =
      LibC.function(
          "lgetxattr",
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG),
          LibC.keepingErrno());

  private static final MethodHandle SET =
      LibC.function(
          "lsetxattr",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
          LibC.keepingErrno());

  private AclAttribute() {}

  /** The file's ACL; empty when it has none, or could have none on its file system. */
  static Optional<PosixAcl> read(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = LibC.errnoPlace(arena);
      MemorySegment value = arena.allocate(MAX_BYTES);
      long length = get(errno, path(arena, file), arena.allocateFrom(NAME), value);
      if (length < 0) {
        return switch (LibC.errno(errno)) {
          case LibC.ENODATA, LibC.EOPNOTSUPP -> Optional.empty();
          default -> throw failure(file, LibC.errno(errno));
        };
      }
      return Optional.of(AclFormat.parse(value.asSlice(0, length).toArray(JAVA_BYTE)));
    } catch (IllegalArgumentException e) {
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
  }

  /** Whether the file's file system has ACLs at all. */
  static boolean isSupported(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = LibC.errnoPlace(arena);
      MemorySegment value = arena.allocate(MAX_BYTES);
      long length = get(errno, path(arena, file), arena.allocateFrom(NAME), value);
      return length >= 0 || LibC.errno(errno) != LibC.EOPNOTSUPP;
    }
  }

  /**
   * Sets ACL and mode in one step: owner, mask and world become the mode's three parts. An ACL
   * without named entries is a mode only, and takes away the one that was there.
   */
  static void write(Path file, PosixAcl acl) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = LibC.errnoPlace(arena);
      MemorySegment value = arena.allocateFrom(JAVA_BYTE, AclFormat.format(acl));
      if (set(errno, path(arena, file), arena.allocateFrom(NAME), value) != 0) {
        throw failure(file, LibC.errno(errno));
      }
    }
  }

  /** Programs of this project run with UTF-8; elsewhere Java knows ASCII names only. */
  private static MemorySegment path(Arena arena, Path file) {
    return arena.allocateFrom(file.toString());
  }

  private static long get(
      MemorySegment errno, MemorySegment path, MemorySegment name, MemorySegment value) {
    try {
      return (long) GET.invokeExact(errno, path, name, value, value.byteSize());
    } catch (Throwable e) {
      throw LibC.unexpected(e);
    }
  }

  private static int set(
      MemorySegment errno, MemorySegment path, MemorySegment name, MemorySegment value) {
    try {
      return (int) SET.invokeExact(errno, path, name, value, value.byteSize(), 0);
    } catch (Throwable e) {
      throw LibC.unexpected(e);
    }
  }

  private static FileSystemException failure(Path file, int errno) {
    String name = file.toString();
    return switch (errno) {
      case LibC.ENOENT -> new NoSuchFileException(name);
      case LibC.EACCES -> new AccessDeniedException(name);
      case LibC.EOPNOTSUPP -> new AclUnsupportedException(name);
      default -> new FileSystemException(name, null, LibC.message(errno));
    };
  }
}
