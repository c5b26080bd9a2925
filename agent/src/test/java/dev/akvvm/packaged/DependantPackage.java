package dev.akvvm.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Another extension, whose enable notes what it finds in the store. */
final class DependantPackage {
  static final String NAME = "Contoso.Dependant";
  static final String VERSION = "1.0.0";

  /** What it found; there is no such file before its enable has run. */
  static final String FOUND = "/run/dependant-found";

  private static final String MANIFEST =
      """
      [{"name": "Dependant", "version": 1.0, "handlerManifest": {
        "installCommand": "handler install", "enableCommand": "handler enable",
        "updateCommand": "handler update", "disableCommand": "handler disable",
        "uninstallCommand": "handler uninstall",
        "rebootAfterInstall": false, "reportHeartbeat": false}}]
      """;

  private static final String HANDLER =
      """
      #!/bin/sh
      [ "$1" = enable ] || exit 0
      ls /var/lib/waagent/Microsoft.Azure.KeyVault.Store >/run/dependant-found
      cat >"status/$ConfigSequenceNumber.status" <<END
      [{"version": 1.0, "timestampUTC": "2026-01-01T00:00:00Z", "status": {
        "operation": "Enable", "status": "success", "code": 0,
        "formattedMessage": {"lang": "en-US", "message": "started"}}}]
      END
      """;

  private DependantPackage() {}

  static Path write(Path directory) {
    Path zip = directory.resolve("dependant.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : Map.of("HandlerManifest.json", MANIFEST, "handler", HANDLER).entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(UTF_8));
        out.closeEntry();
      }
      return zip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
