package dev.akvvm.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Whose a file is, and its mode.
 *
 * @param owner the user's id
 * @param group the group's id
 * @param mode twelve bits: with set-user-id, set-group-id and the sticky bit
 */
record Ownership(int owner, int group, int mode) {
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int NINE_BITS = 0777;

  /**
   * Of a file or directory itself.
   *
   * @throws FileSystemException when it is a symbolic link, or not there
   */
  static Ownership of(Path file) throws IOException {
    Map<String, Object> attributes = attributes(file, NOFOLLOW_LINKS);
    if ((number(attributes, "mode") & TYPE) == LINK) {
      throw new FileSystemException(
          file.toString(), null, "is a symbolic link where a file is expected");
    }
    return of(attributes);
  }

  /** The user and group that what this process creates belongs to; the mode has no meaning. */
  static Ownership ofThisProcess() throws IOException {
    return of(attributes(Path.of("/proc/self")));
  }

  private static Map<String, Object> attributes(Path file, LinkOption... options)
      throws IOException {
    return Files.readAttributes(file, "unix:uid,gid,mode", options);
  }

  private static Ownership of(Map<String, Object> attributes) {
    return new Ownership(
        number(attributes, "uid"), number(attributes, "gid"), number(attributes, "mode") & ~TYPE);
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (int) Objects.requireNonNull(attributes.get(name));
  }

  boolean hasSameOwners(Ownership other) {
    return owner == other.owner && group == other.group;
  }

  boolean hasSpecialBits() {
    return (mode & ~NINE_BITS) != 0;
  }

  /** Gives a file, not what a link leads to, to this owner and group. */
  void giveTo(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", owner, NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", group, NOFOLLOW_LINKS);
  }
}
