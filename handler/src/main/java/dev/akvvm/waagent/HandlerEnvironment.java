package dev.akvvm.waagent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The folders waagent assigned to this handler, from {@code HandlerEnvironment.json} in the
 * package's folder. Unknown and missing optional keys are tolerated: they differ between waagent
 * versions.
 *
 * @param logFolder not versioned; survives upgrade and uninstall
 * @param configFolder holds {@code N.settings}
 * @param statusFolder holds {@code N.status}
 * @param libFolder waagent's own, {@code /var/lib/waagent} on a VM: it unpacks packages there, and
 *     keeps the keys of the VM's certificates
 * @param eventsFolder for telemetry; empty where waagent collects none
 */
public record HandlerEnvironment(
    Path logFolder,
    Path configFolder,
    Path statusFolder,
    Path libFolder,
    Optional<Path> eventsFolder) {
  /** waagent rewrites the file in place each time it starts, so a torn read is retried. */
  private static final int ATTEMPTS = 10;

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

  /** Folders without one for telemetry. */
  public HandlerEnvironment(Path logFolder, Path configFolder, Path statusFolder, Path libFolder) {
    this(logFolder, configFolder, statusFolder, libFolder, Optional.empty());
  }

  /** Where this version of the extension leaves its telemetry; empty where nobody collects it. */
  public Optional<TelemetryEvents> telemetry(String version) {
    // Elsewhere a file could not be moved there in one step: the sandbox mounts each by itself.
    return eventsFolder
        .filter(folder -> folder.startsWith(logFolder))
        .map(folder -> new TelemetryEvents(folder, logFolder, version));
  }

  /**
   * Reads the environment of the package unpacked at {@code home}.
   *
   * @throws UnusableFileException when the file is missing, or still unusable after a second
   */
  public static HandlerEnvironment read(Path home)
      throws UnusableFileException, InterruptedException {
    return read(home, BETWEEN_ATTEMPTS);
  }

  static HandlerEnvironment read(Path home, Duration betweenAttempts)
      throws UnusableFileException, InterruptedException {
    Path file = home.resolve("HandlerEnvironment.json");
    for (int attempt = 1; ; attempt++) {
      try {
        return parse(home, file, JsonFiles.read(file));
      } catch (UnusableFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(betweenAttempts);
      }
    }
  }

  private static HandlerEnvironment parse(Path home, Path file, JsonNode root)
      throws UnusableFileException {
    JsonNode folders = root.path(0).path("handlerEnvironment");
    if (!folders.isObject()) {
      throw new UnusableFileException(file, "expected [{\"handlerEnvironment\": {...}}]");
    }
    return new HandlerEnvironment(
        folder(file, folders, "logFolder"),
        folder(file, folders, "configFolder"),
        folder(file, folders, "statusFolder"),
        guestAgentFolder(home),
        Optional.of(folders.path("eventsFolder").asText(""))
            .filter(folder -> folder.startsWith("/"))
            .map(Path::of));
  }

  /**
   * waagent's own folder, in which it unpacked the package: derived from the package's location
   * alone, so it is known even if the file cannot be read.
   */
  public static Path guestAgentFolder(Path home) {
    return home.resolve("..").toAbsolutePath().normalize();
  }

  /**
   * Whether the guest agent manages the handler, and so delivers settings: it keeps a file of its
   * own beside them. A side-loaded handler has none.
   *
   * @throws IOException when the folder cannot be examined
   */
  public boolean isManaged() throws IOException {
    return DurableFiles.facts(configFolder.resolve("HandlerState")).isPresent();
  }

  private static Path folder(Path file, JsonNode folders, String key) throws UnusableFileException {
    String value = folders.path(key).asText("");
    if (!value.startsWith("/")) {
      throw new UnusableFileException(
          file, "/0/handlerEnvironment/" + key + ": expected an absolute path");
    }
    return Path.of(value);
  }
}
