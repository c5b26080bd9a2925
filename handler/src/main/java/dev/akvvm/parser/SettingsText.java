package dev.akvvm.parser;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/**
 * Reads settings from text of unknown origin: the settings object, a JSON string that holds it, or
 * the guest agent's whole {@code N.settings}.
 */
public final class SettingsText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Far above any real settings, and small enough for a small heap. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  private SettingsText() {}

  /**
   * Reads a file's content, in UTF-8, or in UTF-16 as Windows PowerShell writes it, with a byte
   * order mark.
   *
   * @param content may be longer than {@link #MAX_BYTES}, which is then reported
   * @throws SettingsRejectedException as {@link #parse(String)} does
   */
  public static ParsedSettings parse(byte[] content) throws SettingsRejectedException {
    return parse(text(content));
  }

  /**
   * Reads a file's content as JSON, without looking for settings in it.
   *
   * @param content as {@link #parse(byte[])} takes it
   * @throws SettingsRejectedException when it is too long, not text, not JSON, or empty
   */
  public static JsonNode read(byte[] content) throws SettingsRejectedException {
    return read(text(content));
  }

  private static String text(byte[] content) throws SettingsRejectedException {
    if (content.length > MAX_BYTES) {
      throw rejected("larger than " + MAX_BYTES + " bytes");
    }
    boolean wide =
        content.length >= 2
            && ((content[0] == (byte) 0xfe && content[1] == (byte) 0xff)
                || (content[0] == (byte) 0xff && content[1] == (byte) 0xfe));
    try {
      return (wide ? UTF_16 : UTF_8).newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw rejected("not text in UTF-8");
    }
  }

  /**
   * Reads the text. Pointers begin at the text's root, so in an envelope with {@code
   * /runtimeSettings/0}; protected settings that are encrypted are warned of and left out.
   *
   * @throws SettingsRejectedException with every problem; for text that is not JSON, one with an
   *     empty pointer, and with line and column
   */
  public static ParsedSettings parse(String text) throws SettingsRejectedException {
    return SettingsParser.parse(read(text), "");
  }

  private static JsonNode read(String text) throws SettingsRejectedException {
    String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try {
      JsonNode settings = JsonText.parse(json);
      if (settings.isMissingNode()) {
        throw rejected("empty: expected an object with secretsManagementSettings");
      }
      return settings;
    } catch (JsonProcessingException e) {
      throw rejected(JsonText.problem(e, json));
    }
  }

  private static SettingsRejectedException rejected(String message) {
    return new SettingsRejectedException(List.of(new Problem("", Problem.Severity.ERROR, message)));
  }
}
