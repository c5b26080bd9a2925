package dev.akvvm.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much the operator wants logged: {@code AKVVM_LOG=debug} in the service's environment, or else
 * a line in {@code /etc/akvvm/environment}, which is read again at each start of a pass. The
 * launcher, a shell script, reads the same.
 *
 * @param level one of {@link #LEVELS}
 * @param origin where that is set; empty where it is not
 * @param problem why a value that is set cannot be used
 */
public record LogSetting(String level, Optional<String> origin, Optional<String> problem) {
  /** The variable, and the key in the file. */
  public static final String VARIABLE = "AKVVM_LOG";

  /** From the fewest lines to the most. */
  public static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private static final Path FILE = Path.of("/etc/akvvm/environment");
  private static final String USUAL = "info";
  private static final int MAX_BYTES = 1 << 16;

  /** The setting on this machine for a process with these variables. */
  public static LogSetting ofMachine(Map<String, String> environment) {
    return of(environment, FILE);
  }

  static LogSetting of(Map<String, String> environment, Path file) {
    Optional<String> variable =
        Optional.ofNullable(environment.get(VARIABLE)).filter(value -> !value.isEmpty());
    if (variable.isPresent()) {
      return of(variable.get(), "the environment");
    }
    try {
      return new String(DurableFiles.read(file, MAX_BYTES), UTF_8)
          .lines()
          .filter(line -> line.startsWith(VARIABLE + "="))
          .reduce((_, last) -> last)
          .map(line -> of(line.substring(VARIABLE.length() + 1).strip(), file.toString()))
          .orElseGet(LogSetting::usual);
    } catch (NoSuchFileException e) {
      return usual();
    } catch (IOException e) {
      return new LogSetting(USUAL, Optional.empty(), Optional.of(IoReason.of(e)));
    }
  }

  private static LogSetting of(String value, String origin) {
    return LEVELS.contains(value)
        ? new LogSetting(value, Optional.of(origin), Optional.empty())
        : new LogSetting(
            USUAL,
            Optional.empty(),
            Optional.of(
                "%s in %s: expected %s, found \"%s\""
                    .formatted(VARIABLE, origin, String.join(", ", LEVELS), value)));
  }

  private static LogSetting usual() {
    return new LogSetting(USUAL, Optional.empty(), Optional.empty());
  }
}
