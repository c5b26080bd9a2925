package dev.akvvm.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A handler package that does nothing but report success with one substatus, leave a daemon, and
 * send an event. A file of the name {@code /run/stub-fails} makes its enable fail.
 */
final class StubPackage {
  static final String NAME = "Contoso.Stub";

  private static final String MANIFEST =
      """
      [{"name": "Stub", "version": 1.0, "handlerManifest": {
        "installCommand": "handler install", "enableCommand": "handler enable",
        "updateCommand": "handler update", "disableCommand": "handler disable",
        "uninstallCommand": "handler uninstall",
        "rebootAfterInstall": false, "reportHeartbeat": false,
        "updateMode": "UpdateWithInstall", "continueOnUpdateFailure": true}}]
      """;

  private static final String HANDLER =
      """
      #!/bin/sh
      cat <&0 # what the driver is told must not be readable here
      echo "$1 of $AZURE_GUEST_AGENT_EXTENSION_VERSION with ${SSL_CERT_FILE:-no bundle}"
      [ "$1" = enable ] || exit 0
      if [ -e /run/stub-fails ]; then
        echo 'told to fail' >&2
        exit 52
      fi
      status=$(cat /run/stub-status 2>/dev/null || echo success)
      cat >status/new <<END
      [{"version": 1.0, "timestampUTC": "2026-01-01T00:00:00Z", "status": {
        "operation": "Enable", "status": "$status", "code": 0,
        "formattedMessage": {"lang": "en-US", "message": "all is well"},
        "substatus": [{"name": "first", "status": "warning", "code": 7,
          "formattedMessage": {"lang": "en-US", "message": "nearly"}}]}}]
      END
      mv status/new "status/$ConfigSequenceNumber.status"
      cat >"$0.event" <<END
      {"Version": "1.0", "Timestamp": "2026-01-01T00:00:00Z", "TaskName": "enable",
       "EventLevel": "Informational", "Message": "hello", "EventPid": "1", "EventTid": "1",
       "OperationId": "none"}
      END
      mv "$0.event" "$(echo /var/log/azure/Contoso.*/events)/1.json"
      setsid sleep 1000 </dev/null >/dev/null 2>&1 &
      """;

  private StubPackage() {}

  static Path write(Path directory, String version) throws IOException {
    Path zip = directory.resolve(version + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : Map.of("HandlerManifest.json", MANIFEST, "handler", HANDLER).entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(UTF_8));
        out.closeEntry();
      }
    }
    return zip;
  }
}
