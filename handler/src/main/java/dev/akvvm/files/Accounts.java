package dev.akvvm.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The system's users and groups by name, wherever they come from: the C library asks the sources in
 * {@code /etc/nsswitch.conf}, which may include a directory on the network, so an answer can take a
 * while.
 */
public final class Accounts {
  /** A generous size for {@code struct passwd} and {@code struct group} in 64-bit glibc. */
  private static final int STRUCT_BYTES = 128;

  private static final int ID_OFFSET = 16;

  /** The primary group, in {@code struct passwd} only. */
  private static final int GROUP_OFFSET = 20;

  /** In {@code struct group} only. */
  private static final int MEMBERS_OFFSET = 24;

  private static final int FIRST_GROUPS = 64;

  /** As many groups as Linux lets a user be in. */
  private static final int LAST_GROUPS = 65536;

  private static final int FIRST_BUFFER = 4 * 1024;

  /** Enough for a group of some hundred thousand members. */
  private static final int LAST_BUFFER = 16 * 1024 * 1024;

  private static final long NO_ID = 0xFFFF_FFFFL;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  private static final FunctionDescriptor BY_NAME =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  private static final FunctionDescriptor BY_ID =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  /** Bound when the first name or id is asked for. */
  private static final class Functions {
    private static final MethodHandle USER = LibC.function("getpwnam_r", BY_NAME);
    private static final MethodHandle GROUP = LibC.function("getgrnam_r", BY_NAME);
  }

  /** Bound when something is found that has an unexpected owner. */
  private static final class Reverse {
    private static final MethodHandle USER = LibC.function("getpwuid_r", BY_ID);
    private static final MethodHandle GROUP = LibC.function("getgrgid_r", BY_ID);
    private static final MethodHandle GROUPS =
        LibC.function(
            "getgrouplist", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
  }

  /** Those of this machine. */
  public Accounts() {}

  /**
   * A user.
   *
   * @param name of the account
   * @param identity its id and its primary group
   */
  public record User(String name, FileIdentity identity) {}

  /**
   * A group.
   *
   * @param name of the group
   * @param members by name, without those whose primary group it is
   */
  public record Group(String name, List<String> members) {
    /** Copies the list. */
    public Group {
      members = List.copyOf(members);
    }
  }

  /**
   * The id of a user, unsigned; empty when there is none of that name. A number that is not a name
   * is the id itself.
   *
   * @throws IOException when the system cannot tell, such as when its directory does not answer
   */
  public OptionalInt user(String name) throws IOException {
    return idOrNumber(named(name).map(user -> user.identity().user()), name);
  }

  /**
   * The id of a group, unsigned; empty when there is none of that name. A number that is not a name
   * is the id itself.
   *
   * @throws IOException when the system cannot tell, such as when its directory does not answer
   */
  public OptionalInt group(String name) throws IOException {
    return idOrNumber(
        byName(Functions.GROUP, "group", name, struct -> struct.get(JAVA_INT, ID_OFFSET)), name);
  }

  /**
   * The user of this name; empty when there is none.
   *
   * @throws IOException when the system cannot tell
   */
  public Optional<User> named(String name) throws IOException {
    return byName(Functions.USER, "user", name, Accounts::user);
  }

  /**
   * The user with this id; empty when there is none.
   *
   * @throws IOException when the system cannot tell
   */
  public Optional<User> userOf(int id) throws IOException {
    return find(
        "uid " + Integer.toUnsignedString(id),
        (struct, buffer, found) ->
            (int) Reverse.USER.invokeExact(id, struct, buffer, buffer.byteSize(), found),
        Accounts::user);
  }

  /**
   * The group with this id; empty when there is none.
   *
   * @throws IOException when the system cannot tell
   */
  public Optional<Group> groupOf(int id) throws IOException {
    return find(
        "gid " + Integer.toUnsignedString(id),
        (struct, buffer, found) ->
            (int) Reverse.GROUP.invokeExact(id, struct, buffer, buffer.byteSize(), found),
        struct -> new Group(text(struct, 0), members(struct)));
  }

  /** The ids of all groups a user is in, its primary one among them. */
  public Set<Integer> groupsOf(User user) {
    for (int room = FIRST_GROUPS; ; room *= 4) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment groups = arena.allocate(JAVA_INT, room);
        MemorySegment count = arena.allocateFrom(JAVA_INT, room);
        int result =
            (int)
                Reverse.GROUPS.invokeExact(
                    arena.allocateFrom(user.name()), user.identity().group(), groups, count);
        if (result >= 0 || room >= LAST_GROUPS) {
          int[] ids =
              groups
                  .asSlice(0, JAVA_INT.byteSize() * Math.min(room, count.get(JAVA_INT, 0)))
                  .toArray(JAVA_INT);
          return Arrays.stream(ids).boxed().collect(Collectors.toUnmodifiableSet());
        }
      } catch (Throwable e) {
        throw LibC.unexpected(e);
      }
    }
  }

  private static <T> Optional<T> byName(
      MethodHandle function, String kind, String name, Function<MemorySegment, T> read)
      throws IOException {
    if (name.indexOf('\0') >= 0) {
      // For the C library that ends the name.
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      return find(
          kind + " " + name,
          (struct, buffer, found) ->
              (int) function.invokeExact(text, struct, buffer, buffer.byteSize(), found),
          read);
    }
  }

  /** One of the C library's functions: fills a struct, and a buffer with what it points to. */
  private interface Look {
    int at(MemorySegment struct, MemorySegment buffer, MemorySegment found) throws Throwable;
  }

  private static <T> Optional<T> find(String whom, Look look, Function<MemorySegment, T> read)
      throws IOException {
    for (int size = FIRST_BUFFER; ; size *= 4) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment struct = arena.allocate(STRUCT_BYTES, Long.BYTES);
        MemorySegment found = arena.allocate(ADDRESS);
        int error = at(look, struct, arena.allocate(size), found);
        if (error == LibC.ERANGE && size < LAST_BUFFER) {
          continue;
        }
        if (error != 0 && error != LibC.ENOENT && error != LibC.ESRCH) {
          throw new IOException(
              "the system cannot look up %s: %s".formatted(whom, LibC.message(error)));
        }
        return found.get(ADDRESS, 0).equals(MemorySegment.NULL)
            ? Optional.empty()
            : Optional.of(read.apply(struct));
      }
    }
  }

  private static int at(
      Look look, MemorySegment struct, MemorySegment buffer, MemorySegment found) {
    try {
      return look.at(struct, buffer, found);
    } catch (Throwable e) {
      throw LibC.unexpected(e);
    }
  }

  private static User user(MemorySegment struct) {
    return new User(
        text(struct, 0),
        new FileIdentity(struct.get(JAVA_INT, ID_OFFSET), struct.get(JAVA_INT, GROUP_OFFSET)));
  }

  @SuppressWarnings("restricted") // What the struct points to lies in the buffer.
  private static String text(MemorySegment struct, long offset) {
    return struct.get(ADDRESS, offset).reinterpret(Long.MAX_VALUE).getString(0);
  }

  @SuppressWarnings("restricted") // An array of strings that ends with a null.
  private static List<String> members(MemorySegment struct) {
    List<String> members = new ArrayList<>();
    MemorySegment array = struct.get(ADDRESS, MEMBERS_OFFSET).reinterpret(Long.MAX_VALUE);
    for (long at = 0;
        !array.get(ADDRESS, at).equals(MemorySegment.NULL);
        at += ADDRESS.byteSize()) {
      members.add(text(array, at));
    }
    return members;
  }

  private static OptionalInt idOrNumber(Optional<Integer> id, String name) {
    if (id.isPresent()) {
      return OptionalInt.of(id.get());
    }
    return NUMBER.matcher(name).matches() && Long.parseLong(name) < NO_ID
        ? OptionalInt.of(Integer.parseUnsignedInt(name))
        : OptionalInt.empty();
  }
}
