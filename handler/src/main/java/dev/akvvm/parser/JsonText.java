package dev.akvvm.parser;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;

/** Text that should be JSON, and what to say when it is not. */
final class JsonText {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final Pattern BACKSLASHED = Pattern.compile("\\s*[\"']?\\s*\\{\\s*\\\\+\"");
  private static final Pattern SINGLE_QUOTES = Pattern.compile("\\s*(?:'|\\{\\s*')");
  private static final Pattern BARE_NAMES = Pattern.compile("\\s*\\{\\s*[A-Za-z]");
  private static final String PASS_A_FILE = "pass a file instead: --settings @settings.json";

  private JsonText() {}

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** Reads a value from a string in which backslashes may be left before the quotes. */
  static JsonNode parseEscaped(String text) throws JsonProcessingException {
    try {
      return parse(text);
    } catch (JsonProcessingException e) {
      if (BACKSLASHED.matcher(text).lookingAt()) {
        return parse(text.replaceAll("\\\\+\"", "\""));
      }
      throw e;
    }
  }

  /** Where and perhaps why a text is not JSON. Never quotes it, as Jackson's own message would. */
  static String problem(JsonProcessingException e, String text) {
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return place
        + "not JSON"
        + (e instanceof JsonEOFException ? ": it ends too early" : hint(text));
  }

  private static String hint(String text) {
    if (BACKSLASHED.matcher(text).lookingAt()) {
      return "; the backslashes before the quotes are a shell's (PowerShell?): " + PASS_A_FILE;
    }
    if (SINGLE_QUOTES.matcher(text).lookingAt()) {
      return "; JSON takes double quotes, not single ones";
    }
    if (BARE_NAMES.matcher(text).lookingAt()) {
      return "; names need double quotes, which a shell (PowerShell?) may have taken: "
          + PASS_A_FILE;
    }
    return "";
  }
}
