package dev.akvvm.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.exit.ExitCode;
import dev.akvvm.files.IoReason;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.parser.SettingsText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where validate reads settings from.
 *
 * @param file a path, or "-" for standard input; a leading "@", which Azure's CLI needs, is ignored
 */
public record SettingsSource(String file, InputStream standardInput) {
  private static final String STANDARD_INPUT = "-";

  /** Removes the "@". */
  public SettingsSource {
    file = path(file);
  }

  /** The file meant, with or without a leading "@". */
  public static String path(String file) {
    return file.startsWith("@") ? file.substring(1) : file;
  }

  /** Whether that means standard input. */
  public static boolean isStandardInput(String file) {
    return file.equals(STANDARD_INPUT);
  }

  /** What to call it in messages. */
  public String name() {
    return isStandardInput() ? "standard input" : file;
  }

  /** The result of validating the settings. */
  public ValidationResult judge() throws CommandFailedException {
    return ValidationResult.of(bytes());
  }

  /** The settings as JSON, whatever they say. */
  public JsonNode json() throws CommandFailedException, SettingsRejectedException {
    return SettingsText.read(bytes());
  }

  private byte[] bytes() throws CommandFailedException {
    try {
      if (isStandardInput()) {
        return standardInput.readNBytes(SettingsText.MAX_BYTES + 1);
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return in.readNBytes(SettingsText.MAX_BYTES + 1);
      }
    } catch (IOException e) {
      String reason = IoReason.of(e);
      throw new CommandFailedException(
          ExitCode.MISSING_DEPENDENCY,
          "cannot read the settings: "
              + (reason.startsWith(name()) ? reason : name() + ": " + reason));
    }
  }

  private boolean isStandardInput() {
    return isStandardInput(file);
  }
}
