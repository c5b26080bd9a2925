package dev.akvvm.doctor;

import dev.akvvm.exit.CommandFailedException;
import dev.akvvm.parser.ParsedSettings;
import dev.akvvm.parser.Problem;
import dev.akvvm.parser.SettingsInForce;
import dev.akvvm.parser.SettingsRejectedException;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.validation.SettingsSource;
import dev.akvvm.validation.ValidationResult;
import dev.akvvm.waagent.HandlerEnvironment;
import dev.akvvm.waagent.UnusableFileException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the settings the doctor examines.
 *
 * @param home the package's folder
 * @param variables the process's environment
 * @param file a file, as validate takes it; empty for the settings in force
 */
record SettingsChecks(Path home, Map<String, String> variables, String file) {
  private static final String STEP = "settings";

  /** Reports every problem; empty when the settings cannot be used. */
  Optional<ExtensionSettings> run(Consumer<Finding> tell) throws InterruptedException {
    return file.isEmpty() ? inForce(tell) : given(tell);
  }

  private Optional<ExtensionSettings> given(Consumer<Finding> tell) {
    try {
      ValidationResult result = new SettingsSource(file, InputStream.nullInputStream()).judge();
      return told(tell, file, result.settings(), result.problems());
    } catch (CommandFailedException e) {
      tell.accept(Finding.fix(STEP, e.reason()));
      return Optional.empty();
    }
  }

  private Optional<ExtensionSettings> inForce(Consumer<Finding> tell) throws InterruptedException {
    try {
      SettingsInForce settings = SettingsInForce.read(HandlerEnvironment.read(home), variables);
      String name = settings.path().toString();
      try {
        ParsedSettings parsed = settings.parse();
        return told(tell, name, Optional.of(parsed.settings()), parsed.warnings());
      } catch (SettingsRejectedException e) {
        return told(tell, name, Optional.empty(), e.problems());
      }
    } catch (UnusableFileException e) {
      tell.accept(Finding.fix(STEP, e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<ExtensionSettings> told(
      Consumer<Finding> tell,
      String name,
      Optional<ExtensionSettings> settings,
      List<Problem> problems) {
    settings.ifPresent(
        usable ->
            tell.accept(
                Finding.ok(
                    STEP,
                    "%s: %d %s"
                        .formatted(
                            name,
                            usable.certificates().size(),
                            ObservedCertificate.noun(usable.certificates())))));
    for (Problem problem : problems) {
      String text = name + ": " + problem;
      tell.accept(
          problem.severity() == Problem.Severity.ERROR
              ? Finding.fix(STEP, text)
              : Finding.note(STEP, text));
    }
    return settings;
  }
}
