package dev.akvvm.certificate;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds PEM in a text, and gives it back the form that it lost. */
final class PemText {
  /**
   * A first or last line whose dashes a word processor has replaced, or somebody has miscounted, or
   * that is in lower case. Of the dashes before it one is enough: those of the line before may have
   * joined them.
   */
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?i)(?<=[-\\u2010-\\u2015\\u2212]) {0,3}(BEGIN|END) {1,3}([0-9A-Z #]{1,60}?) {0,3}"
              + "[-\\u2010-\\u2015\\u2212]{1,5}");

  private PemText() {}

  /** The text as PEM; empty when there is none in it. */
  static Optional<String> find(String text) {
    String plain = Escapes.resolve(text);
    if (isWhole(plain)) {
      return Optional.of(plain);
    }
    Optional<String> repaired = Optional.of(repaired(plain)).filter(PemText::isWhole);
    return repaired.or(() -> Optional.of(plain).filter(PemBlock::isIn));
  }

  private static boolean isWhole(String text) {
    try {
      return !PemBlock.all(text).isEmpty();
    } catch (UnusableCertificateException e) {
      return false;
    }
  }

  private static String repaired(String text) {
    return BOUNDARY
        .matcher(text)
        .replaceAll(
            line ->
                "-----%s %s-----"
                    .formatted(
                        line.group(1).toUpperCase(Locale.ROOT),
                        line.group(2).toUpperCase(Locale.ROOT)));
  }
}
