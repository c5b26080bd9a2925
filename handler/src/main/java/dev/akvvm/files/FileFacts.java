package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * What the kernel knows of a file, directory or link itself.
 *
 * @param kind what it is
 * @param owner the user's id, unsigned
 * @param group the group's id, unsigned
 * @param mode twelve bits: with set-user-id, set-group-id and the sticky bit
 * @param names how many names it has; a regular file has one unless somebody made a hard link
 * @param size in bytes
 * @param modified when its content changed last
 */
public record FileFacts(
    Kind kind, int owner, int group, int mode, long names, long size, Instant modified) {
  /** Room for {@code struct stat}, which is smaller on either processor. */
  static final int BYTES = 256;

  private static final int TYPE = 0170000;
  private static final int SPECIAL = 07000;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITE = 020;
  private static final int WORLD_WRITE = 02;

  /** What a name can stand for. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    LINK,
    /** A FIFO, a socket or a device. */
    OTHER
  }

  /** Reads {@code struct stat}; the offsets are those of glibc for each processor. */
  static FileFacts of(MemorySegment stat) {
    boolean isArm = Processor.isArm();
    int mode = stat.get(JAVA_INT_UNALIGNED, isArm ? 16 : 24);
    return new FileFacts(
        kind(mode & TYPE),
        stat.get(JAVA_INT_UNALIGNED, isArm ? 24 : 28),
        stat.get(JAVA_INT_UNALIGNED, isArm ? 28 : 32),
        mode & ~TYPE,
        isArm ? stat.get(JAVA_INT_UNALIGNED, 20) : stat.get(JAVA_LONG_UNALIGNED, 16),
        stat.get(JAVA_LONG_UNALIGNED, 48),
        Instant.ofEpochSecond(
            stat.get(JAVA_LONG_UNALIGNED, 88), stat.get(JAVA_LONG_UNALIGNED, 96)));
  }

  private static Kind kind(int type) {
    return switch (type) {
      case 0100000 -> Kind.FILE;
      case 0040000 -> Kind.DIRECTORY;
      case 0120000 -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  /** Whether its group, anyone its ACL names, or the world may write to it. */
  public boolean isWritableByOthers() {
    return isGroupWritable() || isWorldWritable();
  }

  boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  boolean isGroupWritable() {
    return (mode & GROUP_WRITE) != 0;
  }

  boolean isWorldWritable() {
    return (mode & WORLD_WRITE) != 0;
  }

  boolean hasSpecialBits() {
    return (mode & SPECIAL) != 0;
  }
}
