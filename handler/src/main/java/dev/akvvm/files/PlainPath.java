package dev.akvvm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A first look at a path, without any call of the C library. */
final class PlainPath {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int OTHERS_WRITE = 022;

  private PlainPath() {}

  static boolean isRootsAlone(Path path) {
    for (Path each = path; each != null; each = each.getParent()) {
      if (!isRootsOrMissing(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRootsOrMissing(Path path) {
    try {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
      return found.get("mode") instanceof Integer mode
          && (mode & TYPE) == DIRECTORY
          && (mode & OTHERS_WRITE) == 0
          && Objects.equals(found.get("uid"), 0);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
