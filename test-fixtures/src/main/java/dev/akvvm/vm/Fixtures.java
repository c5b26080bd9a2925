package dev.akvvm.vm;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the scripts of this module are: in the checkout that the build runs in. */
final class Fixtures {
  private static final String MODULE = "test-fixtures";

  private Fixtures() {}

  /** A file of this module, found from the project's root or any module below it. */
  static Path file(String relative) {
    Path start = Path.of("").toAbsolutePath();
    for (Path dir = start; dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(MODULE).resolve("vm"))) {
        return dir.resolve(MODULE).resolve(relative);
      }
    }
    throw new IllegalStateException(
        "No " + MODULE + "/vm in or above " + start + ": run this within the project's checkout");
  }
}
