package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The system's users and groups by name, from wherever it has them: the C library asks the sources
 * of {@code /etc/nsswitch.conf}, which may be a directory in the network, so that an answer can
 * take its time.
 */
public final class Accounts {
  /**
   * Of {@code struct passwd} and {@code struct group} in glibc, 64 bits: generously, and its id.
   */
  private static final int STRUCT_BYTES = 128;

  private static final int ID_OFFSET = 16;

  private static final int FIRST_BUFFER = 4 * 1024;

  /** A group of some hundred thousand members. */
  private static final int LAST_BUFFER = 16 * 1024 * 1024;

  private static final long NO_ID = 0xFFFF_FFFFL;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  private static final FunctionDescriptor SIGNATURE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  /** Bound when the first name is asked for. */
  private static final class Functions {
    private static final MethodHandle USER = LibC.function("getpwnam_r", SIGNATURE);
    private static final MethodHandle GROUP = LibC.function("getgrnam_r", SIGNATURE);
  }

  /** Those of this machine. */
  public Accounts() {}

  /**
   * The id of a user, unsigned; empty when there is none of that name. A number that is nobody's
   * name is the id itself.
   *
   * @throws IOException when the system cannot tell, such as when its directory does not answer
   */
  public OptionalInt user(String name) throws IOException {
    return find(Functions.USER, "user", name);
  }

  /**
   * The id of a group, unsigned; empty when there is none of that name. A number that is nobody's
   * name is the id itself.
   *
   * @throws IOException when the system cannot tell, such as when its directory does not answer
   */
  public OptionalInt group(String name) throws IOException {
    return find(Functions.GROUP, "group", name);
  }

  private static OptionalInt find(MethodHandle function, String kind, String name)
      throws IOException {
    if (name.indexOf('\0') >= 0) {
      // To the C library that is the end of the name.
      return OptionalInt.empty();
    }
    for (int size = FIRST_BUFFER; ; size *= 4) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment struct = arena.allocate(STRUCT_BYTES, Long.BYTES);
        MemorySegment found = arena.allocate(ADDRESS);
        int error = look(function, arena.allocateFrom(name), struct, arena.allocate(size), found);
        if (error == LibC.ERANGE && size < LAST_BUFFER) {
          continue;
        }
        if (error != 0 && error != LibC.ENOENT && error != LibC.ESRCH) {
          throw new IOException(
              "the system cannot look up %s %s: %s".formatted(kind, name, LibC.message(error)));
        }
        return found.get(ADDRESS, 0).equals(MemorySegment.NULL)
            ? asNumber(name)
            : OptionalInt.of(struct.get(JAVA_INT, ID_OFFSET));
      }
    }
  }

  private static int look(
      MethodHandle function,
      MemorySegment name,
      MemorySegment struct,
      MemorySegment buffer,
      MemorySegment found) {
    try {
      return (int) function.invokeExact(name, struct, buffer, buffer.byteSize(), found);
    } catch (Throwable e) {
      throw LibC.unexpected(e);
    }
  }

  private static OptionalInt asNumber(String name) {
    if (!NUMBER.matcher(name).matches() || Long.parseLong(name) >= NO_ID) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseUnsignedInt(name));
  }
}
