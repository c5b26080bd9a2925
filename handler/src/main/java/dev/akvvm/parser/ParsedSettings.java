package dev.akvvm.parser;

import dev.akvvm.settings.ExtensionSettings;
import java.util.List;

/**
 * Settings that can be used.
 *
 * @param warnings what the operator should know nevertheless
 */
public record ParsedSettings(ExtensionSettings settings, List<Problem> warnings) {
  /** Copies the list. */
  public ParsedSettings {
    warnings = List.copyOf(warnings);
  }
}
