package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer before it is on the wire; the body is text because everything these services send is.
 */
record Response(int status, Map<String, String> headers, String body) {
  Response {
    headers = Map.copyOf(headers);
  }

  static Response json(int status, JsonNode body) {
    return json(status, Json.text(body));
  }

  static Response json(int status, String body) {
    return new Response(status, Map.of("Content-Type", "application/json; charset=utf-8"), body);
  }

  static Response html(String body) {
    return new Response(200, Map.of("Content-Type", "text/html; charset=utf-8"), body);
  }

  static Response line(int status, String text) {
    return new Response(status, Map.of("Content-Type", "text/plain; charset=utf-8"), text + "\n");
  }

  Response with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  Response withBody(String text) {
    return new Response(status, headers, text);
  }
}
