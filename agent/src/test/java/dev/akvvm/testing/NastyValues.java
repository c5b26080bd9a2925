package dev.akvvm.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values of secrets that are easily read back wrongly from a file of variables. */
public final class NastyValues {
  private static final List<String> CHOSEN =
      List.of(
          "",
          "hunter2",
          " leading and trailing ",
          "\ttabs\t",
          "it's",
          "\"quoted\"",
          "'",
          "\"",
          "\\",
          "\\\\",
          "ends in \\",
          "$HOME ${HOME} $(id) $$",
          "`id`",
          "a\\nb",
          "two\nlines",
          "ends in a line break\n",
          "\n\n",
          "carriage\r\nreturn\r",
          "\\\n continued",
          "# no comment",
          "; no comment",
          "a=b",
          "!history!!",
          "%n %s %%",
          "*?[a-z]",
          "~ ~root",
          "{a,b}",
          "a;b|c&d<e>f(g)",
          "gr\u00fc\u00df \u65e5\u672c\u8a9e \ud83d\ude00",
          "\u00a0\u2028\u200b",
          "\u0081\u0082\u0085\u0088",
          "x".repeat(25_000));

  private static final String ALPHABET = "\"'\\$`\n\r\t #;=!%*~{}()&|<>ab0\u00e9\u20ac";

  private NastyValues() {}

  /** Chosen ones, and random ones that are the same in each run. */
  public static List<String> all() {
    List<String> values = new ArrayList<>(CHOSEN);
    Random random = new Random(14);
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(1, 20); length > 0; length--) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      values.add(text.toString());
    }
    return values;
  }
}
