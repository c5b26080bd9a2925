package dev.akvvm.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The package under test, but a command X fails at once while there is {@code /run/fail-X}, and
 * does not return, with its work done, while there is {@code /run/hold-X}; {@code /run/held} says
 * that it is so far.
 */
final class ObstructedPackage {
  private static final String HANDLER =
      """
      #!/bin/sh
      if [ -e "/run/fail-$1" ]; then
        echo "told to fail" >&2
        exit 9
      fi
      "$(dirname "$0")/handler.real" "$@"
      code=$?
      if [ -e "/run/hold-$1" ]; then
        : >/run/held
        sleep 600
      fi
      exit $code
      """;

  private ObstructedPackage() {}

  static Path write(Path directory) {
    try {
      Path zip = directory.resolve("obstructed.zip");
      Files.copy(PackageFolder.zip(), zip);
      try (FileSystem files = FileSystems.newFileSystem(zip)) {
        Path handler = files.getPath("bin/handler");
        Files.move(handler, handler.resolveSibling("handler.real"));
        Files.writeString(handler, HANDLER);
      }
      return zip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
