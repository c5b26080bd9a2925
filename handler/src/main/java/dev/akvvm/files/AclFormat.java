package dev.akvvm.files;

import dev.akvvm.files.PosixAcl.Entry;
import dev.akvvm.files.PosixAcl.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of the attribute {@code system.posix_acl_access}: a version, then a tag, permissions
 * and an id an entry, all little-endian. From the kernel's {@code linux/posix_acl_xattr.h}.
 */
final class AclFormat {
  private static final int VERSION = 2;
  private static final int HEADER = Integer.BYTES;
  private static final int ENTRY = 2 * Short.BYTES + Integer.BYTES;

  private AclFormat() {}

  /**
   * Reads what the kernel gave.
   *
   * @throws IllegalArgumentException when it is in another format
   */
  static PosixAcl parse(byte[] attribute) {
    ByteBuffer buffer = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
    if (attribute.length < HEADER
        || (attribute.length - HEADER) % ENTRY != 0
        || buffer.getInt() != VERSION) {
      throw new IllegalArgumentException("has an ACL of an unknown format");
    }
    List<Entry> entries = new ArrayList<>();
    while (buffer.hasRemaining()) {
      Tag tag = tag(buffer.getShort());
      int permissions = buffer.getShort();
      entries.add(new Entry(tag, buffer.getInt(), permissions));
    }
    return new PosixAcl(entries);
  }

  static byte[] format(PosixAcl acl) {
    ByteBuffer buffer =
        ByteBuffer.allocate(HEADER + ENTRY * acl.entries().size()).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(VERSION);
    for (Entry entry : acl.entries()) {
      buffer.putShort(code(entry.tag()));
      buffer.putShort((short) entry.permissions());
      buffer.putInt(entry.id());
    }
    return buffer.array();
  }

  private static Tag tag(short code) {
    for (Tag tag : Tag.values()) {
      if (code(tag) == code) {
        return tag;
      }
    }
    throw new IllegalArgumentException("has an ACL entry of an unknown kind: " + code);
  }

  private static short code(Tag tag) {
    return switch (tag) {
      case OWNER -> 0x01;
      case USER -> 0x02;
      case OWNING_GROUP -> 0x04;
      case GROUP -> 0x08;
      case MASK -> 0x10;
      case OTHER -> 0x20;
    };
  }
}
