package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** The ACL of an open file or directory, as the kernel keeps it. */
final class AclAttribute {
  private static final String NAME = "system.posix_acl_access";

  /** The kernel's own limit for an attribute. */
  private static final int MAX_BYTES = 64 * 1024;

  private AclAttribute() {}

  /** Empty when it has none, or could have none on its file system. */
  static Optional<PosixAcl> read(Descriptor file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(MAX_BYTES);
      long length = get(file, value);
      if (length == -LibC.ENODATA || length == -LibC.EOPNOTSUPP) {
        return Optional.empty();
      }
      SystemErrors.check(length, file.shown());
      return Optional.of(AclFormat.parse(value.asSlice(0, length).toArray(JAVA_BYTE)));
    } catch (IllegalArgumentException e) {
      throw new FileSystemException(file.shown(), null, e.getMessage());
    }
  }

  /** The ACL; that of its mode where it has none. */
  static PosixAcl read(Descriptor file, FileFacts facts) throws IOException {
    return read(file).orElseGet(() -> PosixAcl.ofMode(facts.mode()));
  }

  /** Whether its file system has ACLs at all. */
  static boolean isSupported(Descriptor file) {
    try (Arena arena = Arena.ofConfined()) {
      return get(file, arena.allocate(MAX_BYTES)) != -LibC.EOPNOTSUPP;
    }
  }

  private static long get(Descriptor file, MemorySegment value) {
    return file.call(SystemCall.FGETXATTR, NAME, value.address(), value.byteSize());
  }

  /**
   * Sets ACL and mode in one step: owner, mask and world become the mode's three parts. An ACL
   * without named entries is a mode only, and takes away the one that was there.
   */
  static void write(Descriptor file, PosixAcl acl) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(JAVA_BYTE, AclFormat.format(acl));
      SystemErrors.check(
          file.call(SystemCall.FSETXATTR, NAME, value.address(), value.byteSize(), 0),
          file.shown());
    }
  }
}
