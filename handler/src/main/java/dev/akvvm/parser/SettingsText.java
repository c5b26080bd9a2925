package dev.akvvm.parser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Reads settings from text of unknown origin: the settings' object, a JSON string that holds it, or
 * a whole {@code N.settings} of the guest agent.
 */
public final class SettingsText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SettingsText() {}

  /**
   * Reads the text. Pointers begin at the text's root, so in an envelope with {@code
   * /runtimeSettings/0}; protected settings that are encrypted are warned of and left out.
   *
   * @throws SettingsRejectedException with every problem; for text that is not JSON one with an
   *     empty pointer, line and column
   */
  public static ParsedSettings parse(String text) throws SettingsRejectedException {
    String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try {
      JsonNode settings = JsonText.parse(json);
      if (settings.isMissingNode()) {
        throw rejected("empty: expected an object with secretsManagementSettings");
      }
      return SettingsParser.parse(settings, "");
    } catch (JsonProcessingException e) {
      throw rejected(JsonText.problem(e, json));
    }
  }

  private static SettingsRejectedException rejected(String message) {
    return new SettingsRejectedException(List.of(new Problem("", Problem.Severity.ERROR, message)));
  }
}
