package dev.akvvm.waagent;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code config/N.settings}: the envelope in which waagent delivers the operator's settings.
 *
 * @param path the file, for messages
 * @param publicSettings what the operator wrote, of any JSON type; its meaning is not known here
 */
public record SettingsFile(Path path, JsonNode publicSettings) {
  /** Where the operator's settings stand in the file, as a JSON pointer. */
  public static final String PUBLIC_SETTINGS = "/runtimeSettings/0/handlerSettings/publicSettings";

  private static final String NEEDED =
      "the extension needs settings with secretsManagementSettings";

  /**
   * Reads and opens the envelope.
   *
   * @throws UnusableFileException when the file is missing, empty (the handler was added without
   *     settings), not JSON, or holds no public settings
   */
  public static SettingsFile read(Path configFolder, SequenceNumber number)
      throws UnusableFileException {
    Path file = configFolder.resolve(number + ".settings");
    if (isEmpty(file)) {
      throw new UnusableFileException(file, "is empty: " + NEEDED);
    }
    JsonNode settings = JsonFiles.read(file).at(PUBLIC_SETTINGS);
    if (settings.isMissingNode() || settings.isNull()) {
      throw new UnusableFileException(file, PUBLIC_SETTINGS + ": missing; " + NEEDED);
    }
    return new SettingsFile(file, settings);
  }

  /** What waagent writes when the extension was added without settings. */
  private static boolean isEmpty(Path file) {
    return Files.isRegularFile(file) && file.toFile().length() == 0;
  }
}
