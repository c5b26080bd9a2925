package dev.akvvm.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much the operator wants logged, and in what form: {@code AKVVM_LOG=debug} and {@code
 * AKVVM_LOG_FORMAT=json} in the service's environment, or else as lines in {@code
 * /etc/akvvm/environment}, which is read again at each start of a pass. The launcher, a shell
 * script, reads the same.
 *
 * @param level one of {@link #LEVELS}
 * @param origin where that is set; empty where it is not
 * @param problem why a value that is set cannot be used
 * @param isJson whether the log file has a JSON object per line
 */
public record LogSetting(
    String level, Optional<String> origin, Optional<String> problem, boolean isJson) {
  /** The variable for the level, and the key in the file. */
  public static final String VARIABLE = "AKVVM_LOG";

  /** The same for the form. */
  public static final String FORMAT = "AKVVM_LOG_FORMAT";

  /** From the fewest lines to the most. */
  public static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private static final String JSON = "json";
  private static final List<String> FORMATS = List.of("text", JSON);

  private static final Path FILE = Path.of("/etc/akvvm/environment");
  private static final String USUAL = "info";
  private static final int MAX_BYTES = 1 << 16;

  /** A setting for lines of text. */
  public LogSetting(String level, Optional<String> origin, Optional<String> problem) {
    this(level, origin, problem, false);
  }

  /** What is set for a variable, and where. */
  private record Found(String variable, String value, String origin) {
    Optional<String> problem(List<String> allowed) {
      return allowed.contains(value)
          ? Optional.empty()
          : Optional.of(
              "%s in %s: expected %s, found \"%s\""
                  .formatted(variable, origin, String.join(", ", allowed), value));
    }
  }

  /** The setting on this machine for a process with these variables. */
  public static LogSetting ofMachine(Map<String, String> environment) {
    return of(environment, FILE);
  }

  static LogSetting of(Map<String, String> environment, Path file) {
    List<String> lines = List.of();
    List<String> problems = new ArrayList<>();
    try {
      lines = new String(DurableFiles.read(file, MAX_BYTES), UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      // Nothing is set there.
    } catch (IOException e) {
      problems.add(IoReason.of(e));
    }
    Optional<Found> level = found(VARIABLE, environment, file, lines);
    Optional<Found> format = found(FORMAT, environment, file, lines);
    level.flatMap(found -> found.problem(LEVELS)).ifPresent(problems::add);
    format.flatMap(found -> found.problem(FORMATS)).ifPresent(problems::add);
    Optional<Found> usable = level.filter(found -> LEVELS.contains(found.value()));
    return new LogSetting(
        usable.map(Found::value).orElse(USUAL),
        usable.map(Found::origin),
        problems.stream().reduce((one, other) -> one + "; " + other),
        format.map(Found::value).stream().anyMatch(JSON::equals));
  }

  private static Optional<Found> found(
      String variable, Map<String, String> environment, Path file, List<String> lines) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(value -> new Found(variable, value, "the environment"))
        .or(
            () ->
                lines.stream()
                    .filter(line -> line.startsWith(variable + "="))
                    .reduce((_, last) -> last)
                    .map(line -> line.substring(variable.length() + 1).strip())
                    .map(value -> new Found(variable, value, file.toString())));
  }
}
