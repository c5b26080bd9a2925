package dev.akvvm.vault;

/** A vault's own words in a message: between quotation marks, and no more of them than helps. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  static String of(String text) {
    return "\"" + text.substring(0, Math.min(text.length(), LONGEST)) + "\"";
  }
}
