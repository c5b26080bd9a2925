package dev.akvvm.parser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.akvvm.settings.ExtensionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the settings of every flavour into one model. The flavour is not declared but detected:
 * strings in {@code observedCertificates} are 1.x and 2.x, objects 3.x and 4.x.
 */
public final class SettingsParser {
  private static final String DELIVERED = "/runtimeSettings/0/handlerSettings/";

  private SettingsParser() {}

  /**
   * Reads what the guest agent delivered, public and protected settings as one. What is set in the
   * protected ones wins; objects are merged, lists are not. A problem's pointer refers to the file
   * {@code N.settings}; a problem with a protected value never shows the value.
   *
   * @param publicSettings of any JSON type; missing or null where there are none
   * @param protectedSettings decrypted; may be a JSON string, as may the public ones
   * @throws SettingsRejectedException with every problem, when any of them is an error
   */
  public static ParsedSettings parse(JsonNode publicSettings, Optional<JsonNode> protectedSettings)
      throws SettingsRejectedException {
    return parse(
        publicSettings,
        DELIVERED + "publicSettings",
        protectedSettings,
        DELIVERED + "protectedSettings");
  }

  /**
   * Reads the public settings if there are no protected ones.
   *
   * @param where JSON pointer of {@code settings} in its document, put before every problem's
   * @throws SettingsRejectedException with every problem, when any of them is an error
   */
  public static ParsedSettings parse(JsonNode settings, String where)
      throws SettingsRejectedException {
    return parse(settings, where, Optional.empty(), "");
  }

  /** The same for settings from elsewhere: each with its JSON pointer in its document. */
  static ParsedSettings parse(
      JsonNode publicSettings,
      String publicPointer,
      Optional<JsonNode> protectedSettings,
      String protectedPointer)
      throws SettingsRejectedException {
    Problems problems = new Problems();
    Layer open = new Layer(publicSettings, publicPointer, true);
    List<Layer> layers = new ArrayList<>();
    protectedSettings.ifPresent(
        settings ->
            layers.addAll(
                EnvelopeUnwrapper.open(new Layer(settings, protectedPointer, false), problems)));
    layers.addAll(EnvelopeUnwrapper.open(open, problems));
    if (layers.isEmpty() && problems.errors() == 0) {
      layers.add(open);
    }
    for (Layer layer : layers) {
      if (!layer.value().isObject()) {
        Field field = new Field(List.of(layer), problems);
        field.error("expected an object with secretsManagementSettings, found " + field.found());
      }
    }
    if (problems.errors() > 0) {
      throw new SettingsRejectedException(problems.all());
    }
    Optional<ExtensionSettings> settings = new SettingsReader(new Field(layers, problems)).read();
    if (settings.isEmpty() || problems.errors() > 0) {
      throw new SettingsRejectedException(problems.all());
    }
    return new ParsedSettings(settings.get(), problems.all());
  }
}
