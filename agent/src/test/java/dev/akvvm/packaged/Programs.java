package dev.akvvm.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Brings programs of this checkout into a machine, where any user may run them. */
final class Programs {
  private static final String FOLDER = "/run/programs";

  private Programs() {}

  /** Copies a program into the machine, unless it is there, and gives its path. */
  static String broughtInto(Machine machine, Path program) {
    String inside = FOLDER + "/" + program.getFileName();
    Path copy = machine.vm().path(inside);
    try {
      if (!Files.exists(copy)) {
        Files.createDirectories(copy.getParent());
        Files.copy(program, copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(
            copy.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inside;
  }
}
