package dev.akvvm.process;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a program printed: its beginning and its end, however much it was.
 *
 * @param lines those that are not blank, each fit for a message
 */
public record ProgramOutput(List<String> lines) {
  /** Nothing. */
  public static final ProgramOutput NONE = new ProgramOutput(List.of());

  /** How programs begin to say what is wrong; many then go on with what follows from it. */
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i)\\[(emerg|alert|crit)]|(error|exception|\\bfatal|\\bfailed|\\bfailure|\\bcannot"
              + "|\\bcan't|\\bcould not|\\bunable|\\bdenied|\\binvalid|\\brefused|\\bno such"
              + "|\\bnot found|\\bunknown)\\b");

  /** Copies the list. */
  public ProgramOutput {
    lines = List.copyOf(lines);
  }

  /** The first line; empty if there is none. */
  public String firstLine() {
    return lines.isEmpty() ? "" : lines.getFirst();
  }

  /** The last line; empty if there is none. */
  public String lastLine() {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  /**
   * Why a program failed, as far as it says so: the first line that tells of something wrong, and
   * the last one. {@code nginx -t} names file and line first, and ends with the test failed.
   */
  public String reason() {
    String telling = tellingLine();
    return telling.isEmpty() || telling.equals(lastLine())
        ? lastLine()
        : telling + "; " + lastLine();
  }

  /** The first line that tells of something wrong; empty if none does. */
  public String tellingLine() {
    return lines.stream().filter(line -> TELLING.matcher(line).find()).findFirst().orElse("");
  }
}
