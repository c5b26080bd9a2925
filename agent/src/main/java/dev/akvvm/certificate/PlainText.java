package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;

/** Text in the character sets that editors and PowerShell save it in. */
final class PlainText {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private PlainText() {}

  /** The text these bytes are; empty if they are none, as those of DER. */
  static Optional<String> of(byte[] bytes) {
    Optional<Charset> wide = wideCharset(bytes);
    Optional<String> text = decode(bytes, wide.orElse(UTF_8)).filter(PlainText::isText);
    // What is between blocks of PEM may be in any character set.
    return text.or(() -> Optional.of(new String(bytes, ISO_8859_1)).filter(PemBlock::isIn));
  }

  /**
   * The text without what may surround it. UTF-16 that was stored byte by byte is decoded; UTF-8's
   * byte order mark, stored that way, looks like three letters.
   */
  static String tidy(String text) {
    String stripped = strip(text);
    if (stripped.indexOf('\0') >= 0) {
      stripped = strip(of(text.getBytes(ISO_8859_1)).orElse(stripped));
    }
    return stripped.startsWith("\u00ef\u00bb\u00bf") ? stripped.substring(3) : stripped;
  }

  private static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isPadding(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isPadding(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  /** White space, NUL as C programs leave it, and characters without width. */
  static boolean isPadding(char c) {
    return c <= ' ' || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK || c == '\u200b';
  }

  private static Optional<Charset> wideCharset(byte[] bytes) {
    if (bytes.length < 4 || bytes.length % 2 != 0) {
      return Optional.empty();
    }
    int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    if (first == 0xfffe || (bytes[1] == 0 && bytes[3] == 0)) {
      return Optional.of(UTF_16LE);
    }
    return first == BYTE_ORDER_MARK || (bytes[0] == 0 && bytes[2] == 0)
        ? Optional.of(UTF_16BE)
        : Optional.empty();
  }

  private static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isText(String decoded) {
    return strip(decoded).chars().noneMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
  }
}
