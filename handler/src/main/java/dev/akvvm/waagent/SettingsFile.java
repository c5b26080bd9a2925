package dev.akvvm.waagent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code config/N.settings}: the envelope in which waagent delivers the operator's settings.
 *
 * @param path the file, for messages
 * @param publicSettings what the operator wrote, of any JSON type; its meaning is not known here.
 *     An empty object if everything is protected
 * @param protectedSettings what the operator wrote to be kept secret, decrypted: an object, or a
 *     text that should hold one
 */
public record SettingsFile(
    Path path, JsonNode publicSettings, Optional<JsonNode> protectedSettings) {
  private static final String HANDLER_SETTINGS = "/runtimeSettings/0/handlerSettings";

  private static final String PUBLIC_SETTINGS = HANDLER_SETTINGS + "/publicSettings";

  /** JSON pointer to the encrypted ones. */
  static final String PROTECTED_SETTINGS = HANDLER_SETTINGS + "/protectedSettings";

  private static final String NEEDED =
      "the extension needs settings with secretsManagementSettings";

  /**
   * Reads and opens the envelope.
   *
   * @throws UnusableFileException when the file is missing, empty (the handler was added without
   *     settings), not JSON, holds no settings, or its protected settings cannot be decrypted
   */
  public static SettingsFile read(HandlerEnvironment environment, SequenceNumber number)
      throws UnusableFileException {
    Path file = environment.configFolder().resolve(number + ".settings");
    byte[] content = JsonFiles.bytes(file);
    if (content.length == 0) {
      // What waagent writes when the extension was added without settings.
      throw new UnusableFileException(file, "is empty: " + NEEDED);
    }
    JsonNode settings = JsonFiles.parse(file, "", content).at(HANDLER_SETTINGS);
    Optional<JsonNode> secret = new ProtectedSettings(file, environment.libFolder()).of(settings);
    JsonNode open = settings.path("publicSettings");
    if (!open.isMissingNode() && !open.isNull()) {
      return new SettingsFile(file, open, secret);
    }
    if (secret.isPresent()) {
      return new SettingsFile(file, JsonFiles.MAPPER.createObjectNode(), secret);
    }
    throw new UnusableFileException(file, PUBLIC_SETTINGS + ": missing; " + NEEDED);
  }

  /**
   * All files of settings that a handler was given.
   *
   * @throws IOException when their folder cannot be read
   */
  public static List<Path> all(HandlerEnvironment environment) throws IOException {
    return DurableFiles.named(SequenceNumber::isSettings, environment.configFolder());
  }

  /** The file only: the rest may be secret. */
  @Override
  public String toString() {
    return path.toString();
  }
}
