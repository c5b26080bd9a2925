package dev.akvvm.waagent;

import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * run by hand) that of the settings file written last. Not the largest: waagent does not promise
   * that numbers only grow.
   *
   * @throws UnusableFileException when neither names a number
   */
  public static SequenceNumber resolve(Map<String, String> environment, Path configFolder)
      throws UnusableFileException {
    String given = environment.get(VARIABLE);
    if (given != null && isNumber(given)) {
      return parse(given);
    }
    Path newest = null;
    FileTime newestTime = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(configFolder, "*" + SUFFIX)) {
      for (Path file : files) {
        if (isNumber(stem(file))) {
          FileTime time = Files.getLastModifiedTime(file);
          if (newest == null || newestTime == null || isNewer(file, time, newest, newestTime)) {
            newest = file;
            newestTime = time;
          }
        }
      }
    } catch (IOException e) {
      throw new UnusableFileException(configFolder, "cannot be read: " + IoReason.of(e));
    }
    return fromFile(newest, configFolder);
  }

  /** Files of one moment (a copied folder) are told apart by their numbers, not by chance. */
  private static boolean isNewer(Path file, FileTime time, Path newest, FileTime newestTime) {
    int order = time.compareTo(newestTime);
    return order > 0 || (order == 0 && parse(stem(file)).compareTo(parse(stem(newest))) > 0);
  }

  private static SequenceNumber fromFile(@Nullable Path newest, Path configFolder)
      throws UnusableFileException {
    if (newest == null) {
      throw new UnusableFileException(
          configFolder, "holds no settings file (N.settings); waagent writes it before enable");
    }
    return parse(stem(newest));
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

  private static String stem(Path file) {
    String name = file.getFileName().toString();
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
