package dev.akvvm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrintableTextTest {
  @Test
  void indented_severalLines_eachIsTextAndNoneBeginsALine() {
    assertEquals(
        "  a\n  at b\\u001b[2J\n  2026-01-01: fake\n",
        PrintableText.indented("a\n\tat b\u001b[2J\r\n2026-01-01: fake"));
    assertEquals("", PrintableText.indented(""));
  }

  @ParameterizedTest
  @CsvSource({
    "0000, \\u0000", // null
    "0007, \\u0007", // rings the bell
    "0009, \\t",
    "000a, \\n",
    "000d, \\r",
    "001b, \\u001b", // begins a terminal's commands
    "007f, \\u007f",
    "0085, \\u0085", // a line break of C1
    "009b, \\u009b", // ESC [ in one
    "00ad, \\u00ad", // a hyphen that is not there
    "061c, \\u061c", // U+061C to U+2069: which way text runs
    "200e, \\u200e",
    "200f, \\u200f",
    "202a, \\u202a",
    "202d, \\u202d",
    "202e, \\u202e",
    "2066, \\u2066",
    "2067, \\u2067",
    "2069, \\u2069",
    "200b, \\u200b", // no space
    "2028, \\u2028", // breaks a line
    "2029, \\u2029",
    "2060, \\u2060",
    "feff, \\ufeff",
    "fff9, \\ufff9",
    "d800, \\ud800", // half a character
    "dc00, \\udc00",
    "e0041, \\udb40\\udc41" // a letter that nobody sees
  })
  void of_whatIsNoText_isEscaped(String codePoint, String escape) {
    String hostile = Character.toString(Integer.parseInt(codePoint, 16));
    assertEquals("a" + escape + "b", PrintableText.of("a" + hostile + "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain: \"quoted\" \\u202e C:\\new (50%) /a/b",
        "größe, Ελλάδα, Кириллица",
        "نام‌ها می‌خواهم", // Persian, with non-joiners
        "क्‍ष العربية עברית", // with a joiner
        "北京 東京 서울 กรุงเทพ",
        "e\u0301", // an accent of its own
        "\u0601\u0661\u0662", // an Arabic sign over a number
        "👩‍👩‍👧 🇩🇪 ❤️ 𝒳",
        "a\u00a0b\u3000c"
      })
  void of_textOfAnyScript_stays(String text) {
    assertEquals(text, PrintableText.of(text));
  }

  @Test
  void of_fakeLogLine_staysInItsLine() {
    assertEquals(
        "no\\r\\n2026-01-01 00:00:00: <info> [Service] all is well",
        PrintableText.of("no\r\n2026-01-01 00:00:00: <info> [Service] all is well"));
  }

  @Test
  void of_cleanedText_isTheSame() {
    String cleaned = PrintableText.of("\u001b[2J\u202e\ud800\n");
    assertEquals(cleaned, PrintableText.of(cleaned));
  }

  @Test
  void lines_textOfSeveral_keepsNothingButItsLineFeeds() {
    assertEquals("a\nb\\r\n\\u001b[0m\n", PrintableText.lines("a\nb\r\n\u001b[0m\n"));
  }
}
