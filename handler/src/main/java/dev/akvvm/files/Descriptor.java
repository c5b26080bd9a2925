package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An open file or directory. Everything applies to this very file, whatever its name has come to
 * stand for.
 */
final class Descriptor implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;
  private static final int LONGEST_LINK = 4096;

  /** What file systems answer that have no symbolic links. */
  private static final Set<Long> NO_LINKS =
      Set.of((long) LibC.EPERM, (long) LibC.ENOSYS, (long) LibC.EOPNOTSUPP);

  private final Kernel kernel;
  private final int number;
  private final String shown;

  private Descriptor(Kernel kernel, int number, String shown) {
    this.kernel = kernel;
    this.number = number;
    this.shown = shown;
  }

  /** The root directory. */
  static Descriptor root(Kernel kernel) throws IOException {
    return new Descriptor(kernel, OpenFlags.AT_FDCWD, "")
        .open("/", "/", OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
  }

  /**
   * Opens what has this name in this directory; a link is not followed.
   *
   * @param mode of a file that is created
   */
  Descriptor open(String name, int flags, int mode) throws IOException {
    return open(name, shown(name), flags, mode);
  }

  /**
   * The same under another name in messages.
   *
   * @param as the name
   */
  Descriptor open(String name, String as, int flags, int mode) throws IOException {
    long result =
        call(SystemCall.OPENAT, name, flags | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC, mode);
    if (result == -LibC.ELOOP) {
      throw new FileSystemException(as, null, "is a symbolic link where a file is expected");
    }
    return new Descriptor(kernel, (int) SystemErrors.check(result, as), as);
  }

  /** Opens for reading what may be only a path handle. */
  Descriptor reopenDirectory() throws IOException {
    return open(".", shown, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  /** A path that leads to this very file, for this process only. */
  Path path() {
    return Path.of("/proc/self/fd", Integer.toString(number));
  }

  /** What the kernel tells of it, for this process only. */
  Path info() {
    return Path.of("/proc/self/fdinfo", Integer.toString(number));
  }

  /** The name it was opened by, for messages. */
  String shown() {
    return shown;
  }

  /** The name of something in it, for messages. */
  String shown(String name) {
    return shown.endsWith("/") ? shown + name : shown + "/" + name;
  }

  FileFacts facts() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stat = arena.allocate(FileFacts.BYTES, Long.BYTES);
      SystemErrors.check(
          call(SystemCall.NEWFSTATAT, "", stat.address(), OpenFlags.AT_EMPTY_PATH), shown);
      return FileFacts.of(stat);
    }
  }

  /**
   * The facts of a name in this directory, of the link itself if it is one; empty when there is
   * none.
   */
  Optional<FileFacts> facts(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stat = arena.allocate(FileFacts.BYTES, Long.BYTES);
      long result =
          call(SystemCall.NEWFSTATAT, name, stat.address(), OpenFlags.AT_SYMLINK_NOFOLLOW);
      if (result == -LibC.ENOENT) {
        return Optional.empty();
      }
      SystemErrors.check(result, shown(name));
      return Optional.of(FileFacts.of(stat));
    }
  }

  /**
   * Where a link leads; empty when it is not a link, or does not exist.
   *
   * @param name in this directory; empty for the link this is a handle of
   */
  Optional<Path> linkTarget(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(LONGEST_LINK);
      long length = call(SystemCall.READLINKAT, name, target.address(), target.byteSize());
      if (length == -LibC.EINVAL || length == -LibC.ENOENT) {
        return Optional.empty();
      }
      SystemErrors.check(length, shown(name));
      return Optional.of(Path.of(new String(target.asSlice(0, length).toArray(JAVA_BYTE), UTF_8)));
    } catch (InvalidPathException e) {
      // Only where Java has no locale, and so only names in ASCII.
      throw new FileSystemException(shown(name), null, "leads to a name that cannot be expressed");
    }
  }

  /** Whether this directory cannot be written to because its mount is read-only. */
  boolean isReadOnly() {
    int write = 2;
    try (Arena arena = Arena.ofConfined()) {
      return kernel.call(SystemCall.FACCESSAT, number, arena.allocateFrom(".").address(), write)
          == -LibC.EROFS;
    }
  }

  /** False when something has that name already. */
  boolean makeDirectory(String name, int mode) throws IOException {
    long result = call(SystemCall.MKDIRAT, name, mode);
    if (result == -LibC.EEXIST) {
      return false;
    }
    SystemErrors.check(result, shown(name));
    return true;
  }

  void makeLink(Path target, String name) throws IOException {
    SystemErrors.check(link(target, name), shown(name));
  }

  /** Makes a link that leads to its own directory; false where there can be no links. */
  boolean tryLink(String name) throws IOException {
    long result = link(Path.of("."), name);
    if (NO_LINKS.contains(-result)) {
      return false;
    }
    if (result != -LibC.EEXIST) {
      SystemErrors.check(result, shown);
    }
    return true;
  }

  private long link(Path target, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return kernel.call(
          SystemCall.SYMLINKAT,
          arena.allocateFrom(target.toString()).address(),
          number,
          arena.allocateFrom(name).address());
    }
  }

  /** Renames within the directory; what had the new name is replaced unless it is a directory. */
  void rename(String from, String to) throws IOException {
    rename(from, this, to);
  }

  /** The same into another directory. */
  void rename(String from, Descriptor other, String to) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long result = call(SystemCall.RENAMEAT, from, other.number, arena.allocateFrom(to).address());
      SystemErrors.check(result, other.shown(to));
    }
  }

  /**
   * Removes a name; false when there was none.
   *
   * @param flags of unlinkat(2)
   */
  boolean unlink(String name, int flags) throws IOException {
    long result = call(SystemCall.UNLINKAT, name, flags);
    if (result == -LibC.ENOENT) {
      return false;
    }
    SystemErrors.check(result, shown(name));
    return true;
  }

  /** Makes an unnamed file in this directory, which is gone at once. */
  void tryWriting() throws IOException {
    long result =
        call(SystemCall.OPENAT, ".", OpenFlags.WRITE | OpenFlags.TMPFILE | OpenFlags.CLOEXEC, 0600);
    // Not known to the file system, or to kernels before 3.11.
    if (result != -LibC.EOPNOTSUPP && result != -LibC.EISDIR) {
      new Descriptor(kernel, (int) SystemErrors.check(result, shown), shown).close();
    }
  }

  /**
   * Sets the twelve mode bits; false where the file system does not do that, be it that it keeps no
   * modes.
   */
  boolean setMode(int mode) throws IOException {
    long result = kernel.call(SystemCall.FCHMOD, number, mode);
    if (result == -LibC.EPERM || result == -LibC.EOPNOTSUPP || result == -LibC.ENOSYS) {
      return false;
    }
    SystemErrors.check(result, shown);
    return true;
  }

  /** Returns once all of it is on the disk. */
  void sync() throws IOException {
    SystemErrors.check(kernel.call(SystemCall.FSYNC, number), shown);
  }

  /** Takes the lock of flock(2); false when another process holds it. */
  boolean lock() throws IOException {
    int exclusiveAtOnce = 2 | 4;
    long result = kernel.call(SystemCall.FLOCK, number, exclusiveAtOnce);
    if (result == -LibC.EWOULDBLOCK) {
      return false;
    }
    SystemErrors.check(result, shown);
    return true;
  }

  /** Reads the next bytes, up to that many; fewer only at the end. */
  byte[] read(int most) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(CHUNK);
      long length;
      do {
        int room = Math.min(CHUNK, most - content.size());
        length =
            SystemErrors.check(kernel.call(SystemCall.READ, number, buffer.address(), room), shown);
        content.writeBytes(buffer.asSlice(0, length).toArray(JAVA_BYTE));
      } while (length > 0 && content.size() < most);
    }
    return content.toByteArray();
  }

  /** What getdents64(2) gives next; its length, 0 at the end. */
  long readEntries(MemorySegment buffer) throws IOException {
    return SystemErrors.check(
        kernel.call(SystemCall.GETDENTS64, number, buffer.address(), buffer.byteSize()), shown);
  }

  void write(byte[] content, int offset, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(1, length));
      MemorySegment.copy(content, offset, buffer, JAVA_BYTE, 0, length);
      for (long written = 0; written < length; ) {
        written +=
            SystemErrors.check(
                kernel.call(SystemCall.WRITE, number, buffer.address() + written, length - written),
                shown);
      }
    }
  }

  /** A call whose first arguments are this handle and a name. */
  long call(SystemCall call, String name, long... more) {
    try (Arena arena = Arena.ofConfined()) {
      long[] arguments = new long[2 + more.length];
      arguments[0] = number;
      arguments[1] = arena.allocateFrom(name).address();
      System.arraycopy(more, 0, arguments, 2, more.length);
      return kernel.call(call, arguments);
    }
  }

  @Override
  public void close() {
    // A failure of close says nothing that sync has not said.
    kernel.call(SystemCall.CLOSE, number);
  }
}
