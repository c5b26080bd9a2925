package dev.akvvm.vault;

/** A vault's own words in a message: in quotation marks, and cut to a useful length. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  static String of(String text) {
    return "\"" + text.substring(0, Math.min(text.length(), LONGEST)) + "\"";
  }
}
