package dev.akvvm.files;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Who exactly may do what with a file: anyone not named here has no right to it.
 *
 * @param mode as if there were no ACL, such as 0600
 * @param readers who else may read, each by an entry in the file's POSIX ACL
 */
public record Access(Set<PosixFilePermission> mode, Set<AclEntry> readers) {
  private static final int GROUP_BITS = 0070;
  private static final int WORLD_BITS = 0007;

  /** Refuses a mode that lets a file's group do more than the world: the directory chooses it. */
  public Access {
    mode = Set.copyOf(mode);
    readers = Set.copyOf(readers);
    int bits = PosixAcl.bits(mode);
    if ((bits & GROUP_BITS) >> 3 != (bits & WORLD_BITS)) {
      throw new IllegalArgumentException("a group with rights of its own is to be a reader");
    }
  }

  /** A mode and no ACL. */
  public static Access of(Set<PosixFilePermission> mode) {
    return new Access(mode, Set.of());
  }

  /**
   * A user or group an ACL names.
   *
   * @param kind whether {@code id} is a user's or a group's
   * @param id unsigned, 32 bits, without 2^32-1, which the kernel uses for no one
   */
  public record AclEntry(Kind kind, int id) {
    /** Refuses the id that means no one. */
    public AclEntry {
      if (id == -1) {
        throw new IllegalArgumentException("4294967295 is the id of no " + kind);
      }
    }

    /** The user of that id. */
    public static AclEntry user(int id) {
      return new AclEntry(Kind.USER, id);
    }

    /** The group of that id. */
    public static AclEntry group(int id) {
      return new AclEntry(Kind.GROUP, id);
    }

    /** What an id names. */
    public enum Kind {
      /** A user. */
      USER,
      /** A group. */
      GROUP
    }

    @Override
    public String toString() {
      return (kind == Kind.USER ? "user " : "group ") + Integer.toUnsignedString(id);
    }
  }
}
