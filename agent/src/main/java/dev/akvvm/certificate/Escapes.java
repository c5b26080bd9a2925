package dev.akvvm.certificate;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes of JSON, shells and PowerShell that were stored as they are, such as a backslash and an n
 * for a line break. Base64 has neither backslash nor grave accent, so there is no doubt what they
 * stand for.
 */
final class Escapes {
  /** However often they were escaped. Looking behind keeps long runs of backslashes cheap. */
  private static final Pattern ESCAPE =
      Pattern.compile("(?<![\\\\`])[\\\\`]++(?:u(\\p{XDigit}{4})|([rnt/\"]))");

  private Escapes() {}

  static String resolve(String text) {
    return text.indexOf('\\') < 0 && text.indexOf('`') < 0
        ? text
        : ESCAPE
            .matcher(text)
            .replaceAll(escape -> Matcher.quoteReplacement(Character.toString(meaning(escape))));
  }

  private static char meaning(MatchResult escape) {
    if (escape.group(1) != null) {
      return (char) Integer.parseInt(escape.group(1), 16);
    }
    return switch (escape.group(2).charAt(0)) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '/' -> '/';
      default -> '"';
    };
  }
}
