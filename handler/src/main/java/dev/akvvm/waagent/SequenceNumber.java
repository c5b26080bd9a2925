package dev.akvvm.waagent;

import dev.akvvm.files.Directory;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.FileFacts;
import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which settings are meant: N of {@code N.settings} and {@code N.status}.
 *
 * @param value zero or more
 */
public record SequenceNumber(int value) implements Comparable<SequenceNumber> {
  private static final String VARIABLE = "ConfigSequenceNumber";
  private static final String SUFFIX = ".settings";

  /** Refuses negative numbers. */
  public SequenceNumber {
    if (value < 0) {
      throw new IllegalArgumentException("a sequence number is not negative: " + value);
    }
  }

  /**
   * The number waagent passes in {@code ConfigSequenceNumber}; without it (old agents, a command
   * run by hand) that of the settings file that was written last. Not the largest: waagent does not
   * promise that numbers only grow.
   *
   * @throws UnusableFileException when neither names a number
   */
  public static SequenceNumber resolve(Map<String, String> environment, Path configFolder)
      throws UnusableFileException {
    String given = environment.get(VARIABLE);
    if (given != null && isNumber(given)) {
      return parse(given);
    }
    try (Directory config = DurableFiles.open(configFolder)) {
      return newest(config)
          .orElseThrow(
              () ->
                  new UnusableFileException(
                      configFolder,
                      "holds no settings file (N.settings); waagent writes it before enable"));
    } catch (IOException e) {
      throw new UnusableFileException(
          configFolder, "cannot be read: " + IoReason.behind(configFolder, e));
    }
  }

  /** Files with the same time (a copied folder) are told apart by their numbers, not by chance. */
  private static Optional<SequenceNumber> newest(Directory config) throws IOException {
    Map<SequenceNumber, Instant> written = new HashMap<>();
    for (String name : config.names()) {
      Optional<FileFacts> facts = isSettings(name) ? config.facts(name) : Optional.empty();
      facts.ifPresent(found -> written.put(parse(stem(name)), found.modified()));
    }
    return written.entrySet().stream()
        .max(
            Map.Entry.<SequenceNumber, Instant>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  static boolean isSettings(String name) {
    return name.endsWith(SUFFIX) && isNumber(stem(name));
  }

  /** Reads a number as it stands in file names and arguments. */
  public static SequenceNumber parse(String digits) {
    return new SequenceNumber(Integer.parseInt(digits));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String stem(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }

  @Override
  public int compareTo(SequenceNumber other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
