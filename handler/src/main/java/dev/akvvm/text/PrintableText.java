package dev.akvvm.text;

import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Text from outside - from a vault, a token endpoint, a certificate, a program, the settings - made
 * safe to show: it cannot begin a new line, move the cursor, change colours, or reorder the text
 * beside it, and nothing in it is invisible. Characters that could are replaced by an escape in the
 * form of Java and JSON, such as {@code \u202e}; text of any script stays as it is.
 *
 * <p>U+200C and U+200D (the non-joiner and the joiner) stay although they are invisible: Persian
 * and the scripts of India need them, and they join several emoji into one. They change the shape
 * of the characters beside them, never their order.
 *
 * <p>Cleaning twice gives the same as cleaning once: a backslash is not escaped.
 */
public final class PrintableText {
  private PrintableText() {}

  /** The text on one line: line breaks and tabs are escaped too. */
  public static String of(String text) {
    return cleaned(text, false);
  }

  /** The same, but line feeds stay. */
  static String lines(String text) {
    return cleaned(text, true);
  }

  /**
   * Several lines, such as a stack trace, each cleaned, indented and terminated: none can pass for
   * a line of the log around them.
   */
  public static String indented(String text) {
    return text.lines().map(line -> "  " + of(line.strip()) + "\n").collect(Collectors.joining());
  }

  private static String cleaned(String text, boolean keepLineFeeds) {
    StringBuilder cleaned = new StringBuilder(text.length());
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (isShown(c) || (keepLineFeeds && c == '\n')) {
        cleaned.appendCodePoint(c);
      } else {
        escape(c, cleaned);
      }
    }
    return cleaned.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> isJoiner(c) || isVisibleFormat(c);
      default -> true;
    };
  }

  private static boolean isJoiner(int c) {
    return c == 0x200c || c == 0x200d;
  }

  /** Unicode's Prepended_Concatenation_Mark: signs that are drawn, below or above a number. */
  private static boolean isVisibleFormat(int c) {
    return (c >= 0x600 && c <= 0x605)
        || c == 0x6dd
        || c == 0x70f
        || c == 0x890
        || c == 0x891
        || c == 0x8e2
        || c == 0x110bd
        || c == 0x110cd;
  }

  private static void escape(int c, StringBuilder to) {
    switch (c) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        for (char unit : Character.toChars(c)) {
          to.append("\\u").append(HexFormat.of().toHexDigits(unit));
        }
      }
    }
  }
}
