package dev.akvvm.parser;

import dev.akvvm.text.PrintableText;

/**
 * Something about the settings the operator should know.
 *
 * @param pointer JSON pointer (RFC 6901) to the value meant; empty for the settings as a whole
 * @param severity whether the settings can be used nevertheless
 * @param message what was found and what is expected, in one line; never a secret
 */
public record Problem(String pointer, Severity severity, String message) {
  /** Keeps what the settings hold from breaking or disguising the line. */
  public Problem {
    pointer = PrintableText.of(pointer);
    message = PrintableText.of(message);
  }

  /** How bad a problem is. */
  public enum Severity {
    /** The settings cannot be used. */
    ERROR,
    /** The settings can be used, but perhaps not as meant. */
    WARNING
  }

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "settings" : pointer) + ": " + message;
  }
}
