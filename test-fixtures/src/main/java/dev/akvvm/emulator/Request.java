package dev.akvvm.emulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as the services see it.
 *
 * @param host the Host header, empty when missing
 * @param path decoded
 * @param query raw
 * @param headers the first value of each, by lower-case name
 * @param client the address of the caller
 */
record Request(
    String method,
    String host,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    String client) {

  Request {
    headers = Map.copyOf(headers);
  }

  static Request of(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    URI uri = exchange.getRequestURI();
    return new Request(
        exchange.getRequestMethod(),
        headers.getOrDefault("host", ""),
        path(uri),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  /**
   * A target that begins with two slashes, as in {@code //secrets/web}, is a path: java.net.URI
   * takes it for an authority.
   */
  private static String path(URI target) {
    String path = Optional.ofNullable(target.getPath()).orElse("/");
    return target.getScheme() == null && target.getAuthority() != null
        ? "//" + target.getAuthority() + path
        : path;
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The path's parts without empty ones, so that double and trailing slashes do not matter. */
  List<String> segments() {
    return Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
  }

  /**
   * A parameter of the query; names are decoded too, because the JavaScript SDK sends {@code
   * api%2Dversion}.
   */
  Optional<String> parameter(String name) {
    return parameter(query, name);
  }

  /** A parameter of a form in the body. */
  Optional<String> formParameter(String name) {
    return parameter(body, name);
  }

  private static Optional<String> parameter(String encoded, String name) {
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decode(pair.substring(0, equals)).equals(name)) {
        return Optional.of(decode(pair.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  /** A broken escape stays as it is; no service has a name or value for it. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
