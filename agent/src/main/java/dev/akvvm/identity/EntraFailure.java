package dev.akvvm.identity;

import dev.akvvm.transport.TransportErrors;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why Entra gave no token. */
final class EntraFailure {
  /** Entra's own text; what follows are numbers for Microsoft's support. */
  private static final Pattern ENTRA =
      Pattern.compile("AADSTS(\\d+):.*?(?=\\s*(?:Trace ID:|[\\r\\n]|$))");

  private static final int DEEPEST = 20;
  private static final int LONGEST = 300;

  private EntraFailure() {}

  static TokenUnavailableException of(String application, String authority, Throwable failure) {
    String who = "for " + application + " from " + authority + ": ";
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      Matcher words = ENTRA.matcher(String.valueOf(cause.getMessage()));
      if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
        return new TokenUnavailableException(true, who + "no such file: " + cause.getMessage());
      }
      if (words.find()) {
        return new TokenUnavailableException(
            !isTransient(words.group(1)), who + shortened(words.group()) + cure(words.group(1)));
      }
    }
    return new TokenUnavailableException(false, who + shortened(TransportErrors.of(failure)));
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  /** Entra fails at the moment, or is asked too often. */
  private static boolean isTransient(String code) {
    return switch (code) {
      case "90033", "90006", "90012", "90055", "50196", "1000000" -> true;
      default -> false;
    };
  }

  private static String cure(String code) {
    return switch (code) {
      case "7000215", "7000222" -> "; give it a client secret that is valid";
      case "700027" -> "; register the certificate with the application";
      case "700016" -> "; correct the client id or the tenant";
      case "90002", "900023" -> "; correct the tenant";
      default -> "";
    };
  }
}
