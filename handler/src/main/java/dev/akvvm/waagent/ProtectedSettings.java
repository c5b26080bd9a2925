package dev.akvvm.waagent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings that Azure encrypts for the VM's own certificate, whose key waagent keeps.
 *
 * @param file the settings file, for messages
 * @param libFolder where waagent keeps {@code <THUMBPRINT>.prv}
 */
record ProtectedSettings(Path file, Path libFolder) {
  private static final String THUMBPRINT = "protectedSettingsCertThumbprint";

  private static final int MAX_KEY_BYTES = 64 * 1024;

  /** Becomes part of a file name, so only hex digits are accepted. */
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{40,128}");

  /**
   * What the operator wrote, decrypted; empty where there is nothing.
   *
   * @param handlerSettings the object with {@code protectedSettings}
   */
  Optional<JsonNode> of(JsonNode handlerSettings) throws UnusableFileException {
    JsonNode encrypted = handlerSettings.path("protectedSettings");
    if (encrypted.isMissingNode() || encrypted.isNull()) {
      return Optional.empty();
    }
    if (!encrypted.isTextual()) {
      throw unusable("expected text in base64");
    }
    String base64 = encrypted.textValue().replaceAll("\\s+", "");
    if (base64.isEmpty()) {
      return Optional.empty();
    }
    byte[] text = decrypt(decode(base64), keyFile(handlerSettings.path(THUMBPRINT)));
    return new String(text, US_ASCII).isBlank() ? Optional.empty() : parse(text);
  }

  private byte[] decode(String base64) throws UnusableFileException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw unusable("is not base64");
    }
  }

  private Path keyFile(JsonNode thumbprint) throws UnusableFileException {
    if (!HEX.matcher(thumbprint.asText()).matches()) {
      throw unusable(
          THUMBPRINT + " beside it does not name the certificate they were encrypted for");
    }
    return libFolder.resolve(thumbprint.asText().toUpperCase(Locale.ROOT) + ".prv");
  }

  private byte[] decrypt(byte[] envelope, Path keyFile) throws UnusableFileException {
    String key = read(keyFile);
    try {
      return CmsEnvelope.parse(envelope).decrypt(CmsEnvelope.privateKey(key));
    } catch (IOException e) {
      throw unusable("is not a CMS envelope");
    } catch (GeneralSecurityException e) {
      throw unusable(
          "cannot be decrypted with the key waagent keeps for them, "
              + keyFile
              + ": one of the two is damaged, or they were encrypted for another key; apply the"
              + " settings again");
    }
  }

  private String read(Path keyFile) throws UnusableFileException {
    String what = "the key waagent keeps for protectedSettings, " + keyFile + ", ";
    try {
      return new String(DurableFiles.read(keyFile, MAX_KEY_BYTES), US_ASCII);
    } catch (NoSuchFileException e) {
      throw unusable(what + "is missing: restart waagent to fetch it");
    } catch (IOException e) {
      throw unusable(what + "cannot be read: " + IoReason.behind(keyFile, e));
    }
  }

  /**
   * A JSON string is kept as it is: tools that encode twice are common, and the parser handles
   * that.
   */
  private Optional<JsonNode> parse(byte[] text) throws UnusableFileException {
    JsonNode settings =
        JsonFiles.parse(file, SettingsFile.PROTECTED_SETTINGS + ": decrypted: ", text);
    if (settings.isNull()) {
      return Optional.empty();
    }
    if (!settings.isObject() && !settings.isTextual()) {
      throw unusable("decrypted: expected a JSON object");
    }
    return Optional.of(settings);
  }

  private UnusableFileException unusable(String problem) {
    return new UnusableFileException(file, SettingsFile.PROTECTED_SETTINGS + ": " + problem);
  }
}
