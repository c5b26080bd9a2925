package dev.akvvm.files;

import static java.util.Comparator.comparing;

import dev.akvvm.files.Access.AclEntry;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A POSIX ACL; acl(5) has the rules.
 *
 * @param entries in the order the kernel demands: by tag, then by id
 */
record PosixAcl(List<Entry> entries) {
  static final int READ = 4;
  static final int WRITE = 2;
  static final int SEARCH = 1;
  private static final int ALL = 7;

  /** Stands where a tag needs no id. */
  private static final int NO_ID = -1;

  PosixAcl {
    entries =
        entries.stream()
            .sorted(comparing(Entry::tag).thenComparing(Entry::id, Integer::compareUnsigned))
            .toList();
  }

  /** What an entry is about, in the kernel's order. */
  enum Tag {
    OWNER,
    USER,
    OWNING_GROUP,
    GROUP,
    MASK,
    OTHER;

    private static Tag of(AclEntry.Kind kind) {
      return kind == AclEntry.Kind.USER ? USER : GROUP;
    }

    /** Whether the mask limits it: all but the owner and the world. */
    private boolean isMasked() {
      return this == USER || this == OWNING_GROUP || this == GROUP;
    }
  }

  /**
   * Three bits for a user, a group or the world.
   *
   * @param permissions read 4, write 2, search or execute 1
   */
  record Entry(Tag tag, int id, int permissions) {
    static Entry of(AclEntry who, int permissions) {
      return new Entry(Tag.of(who.kind()), who.id(), permissions);
    }

    Entry with(int other) {
      return new Entry(tag, id, other);
    }

    /** Whom the entry names; empty for the entries of owner, owning group and world. */
    private Stream<AclEntry> named() {
      return switch (tag) {
        case USER -> Stream.of(AclEntry.user(id));
        case GROUP -> Stream.of(AclEntry.group(id));
        default -> Stream.empty();
      };
    }

    boolean isAbout(AclEntry who) {
      return tag == Tag.of(who.kind()) && id == who.id();
    }
  }

  /** Those named by an entry that lets them read under the mask. */
  Set<AclEntry> readers() {
    return entries.stream()
        .filter(entry -> (effective(entry) & READ) != 0)
        .flatMap(Entry::named)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Users and groups, besides owner and world, that can write under the mask.
   *
   * @param owningGroup the file's
   */
  Set<AclEntry> writers(int owningGroup) {
    return entries.stream()
        .filter(entry -> (effective(entry) & WRITE) != 0)
        .flatMap(
            entry ->
                entry.tag == Tag.OWNING_GROUP
                    ? Stream.of(AclEntry.group(owningGroup))
                    : entry.named())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The ACL of a file that has none.
   *
   * @param mode nine bits; more are ignored
   */
  static PosixAcl ofMode(int mode) {
    return new PosixAcl(
        List.of(
            new Entry(Tag.OWNER, NO_ID, mode >> 6 & ALL),
            new Entry(Tag.OWNING_GROUP, NO_ID, mode >> 3 & ALL),
            new Entry(Tag.OTHER, NO_ID, mode & ALL)));
  }

  static PosixAcl of(Access access) {
    PosixAcl plain = ofMode(bits(access.mode()));
    if (access.readers().isEmpty()) {
      return plain;
    }
    List<Entry> entries = new ArrayList<>(plain.entries);
    access.readers().forEach(reader -> entries.add(Entry.of(reader, READ)));
    entries.add(maskOf(plain.mask() | READ));
    return new PosixAcl(entries);
  }

  /** The nine bits of a mode. */
  static int bits(Set<PosixFilePermission> mode) {
    String letters = PosixFilePermissions.toString(mode);
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits = bits << 1 | (letters.charAt(i) == '-' ? 0 : 1);
    }
    return bits;
  }

  static Entry maskOf(int permissions) {
    return new Entry(Tag.MASK, NO_ID, permissions);
  }

  /** The mask; without one, the owning group's own bits, because no one else is limited by it. */
  int mask() {
    return permissions(Tag.MASK, permissions(Tag.OWNING_GROUP, 0));
  }

  /** What the entry gives after the mask. */
  int effective(Entry entry) {
    return entry.tag.isMasked() ? entry.permissions & mask() : entry.permissions;
  }

  private int permissions(Tag tag, int otherwise) {
    return entries.stream()
        .filter(entry -> entry.tag == tag)
        .mapToInt(Entry::permissions)
        .findFirst()
        .orElse(otherwise);
  }
}
