package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom a token stands for, by the ids under which an administrator finds them. */
public final class TokenClaims {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenClaims() {}

  /**
   * Client id and object id, as far as the token has them; never the token.
   *
   * @param token a JSON Web Token; for anything else the result is empty
   */
  public static String ids(String token) {
    JsonNode claims = claims(token);
    return Stream.of("appid/client id", "oid/object id")
        .map(name -> name.split("/", 2))
        .filter(name -> claims.path(name[0]).isTextual())
        .map(name -> name[1] + " " + claims.path(name[0]).asText())
        .collect(Collectors.joining(", "));
  }

  /** The token's middle part; for display only, nothing relies on it. */
  private static JsonNode claims(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      return parts.length == 3
          ? JSON.readTree(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8))
          : JSON.createObjectNode();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return JSON.createObjectNode();
    }
  }
}
