package dev.akvvm.certificate;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Base64 as programs and people store it: in lines, in quotes, URL-safe, without padding. */
final class Base64Text {
  private static final Pattern DATA_URL = Pattern.compile("^data:[^,]{0,100};base64,");
  private static final Pattern AROUND = Pattern.compile("^[\"']|[\"']$");
  private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9+/]+");

  private Base64Text() {}

  /** The bytes; empty when the text is something else. A last character too many is ignored. */
  static Optional<byte[]> decode(String text) {
    String plain = AROUND.matcher(DATA_URL.matcher(text).replaceFirst("")).replaceAll("");
    StringBuilder compact = new StringBuilder(plain.length());
    Escapes.resolve(plain)
        .chars()
        .filter(c -> !PlainText.isPadding((char) c))
        .forEach(c -> compact.append((char) (c == '-' ? '+' : c == '_' ? '/' : c)));
    int length = compact.length();
    while (length > 0 && compact.charAt(length - 1) == '=') {
      length--;
    }
    compact.setLength(length);
    if (!ALPHABET.matcher(compact).matches()) {
      return Optional.empty();
    }
    compact.setLength(length % 4 == 1 ? length - 1 : length);
    return Optional.of(Base64.getDecoder().decode(compact.toString()));
  }
}
