package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;

/** Words and bytes of the token endpoint's protocol. */
final class Encoding {
  private static final int LONGEST = 300;

  private Encoding() {}

  static String query(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  /** The {@code error_description} of an error's body, as a clause; empty where it has none. */
  static String description(ObjectMapper json, String body) {
    try {
      String text = json.readTree(body).path("error_description").asText("").strip();
      String line = text.lines().findFirst().orElse("");
      return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), LONGEST));
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
