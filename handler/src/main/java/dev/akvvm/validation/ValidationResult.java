package dev.akvvm.validation;

import dev.akvvm.exit.ExitCode;
import dev.akvvm.parser.ParsedSettings;
import dev.akvvm.parser.Problem;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.parser.SettingsText;
import dev.akvvm.settings.ExtensionSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What validate found.
 *
 * @param settings empty when they cannot be used
 * @param problems errors and then warnings, each in the order they were found
 */
public record ValidationResult(Optional<ExtensionSettings> settings, List<Problem> problems) {
  /** Puts why the settings cannot be used before what is merely odd. */
  public ValidationResult {
    problems = problems.stream().sorted(Comparator.comparing(Problem::severity)).toList();
  }

  /** The same with further problems. */
  public ValidationResult with(List<Problem> more) {
    return new ValidationResult(settings, Stream.concat(problems.stream(), more.stream()).toList());
  }

  /** The result for a file's content, as {@link SettingsText#parse(byte[])} takes it. */
  public static ValidationResult of(byte[] text) {
    try {
      ParsedSettings parsed = SettingsText.parse(text);
      return new ValidationResult(Optional.of(parsed.settings()), parsed.warnings());
    } catch (SettingsRejectedException e) {
      return new ValidationResult(Optional.empty(), e.problems());
    }
  }

  /** The exit code of validate. */
  public int exitCode() {
    return settings.isPresent() ? ExitCode.OK : ExitCode.CONFIGURATION;
  }
}
