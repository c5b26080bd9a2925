package dev.akvvm.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** A credential that knows whom its last token stands for: who was refused is half the answer. */
final class RememberedCaller implements TokenCredential {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TokenCredential credential;
  private volatile String token = "";

  RememberedCaller(TokenCredential credential) {
    this.credential = credential;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return credential.getToken(request).doOnNext(given -> token = given.getToken());
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    AccessToken given = credential.getTokenSync(request);
    token = given.getToken();
    return given;
  }

  /** The identity, with the ids by which an administrator finds it; never the token. */
  String describe() {
    JsonNode claims = claims();
    String ids =
        Stream.of("appid/client id", "oid/object id")
            .map(name -> name.split("/", 2))
            .filter(name -> claims.path(name[0]).isTextual())
            .map(name -> name[1] + " " + claims.path(name[0]).asText())
            .collect(Collectors.joining(", "));
    return "the machine's identity" + (ids.isEmpty() ? "" : " (" + ids + ")");
  }

  /** What the token's middle part says; nothing of it is relied on. */
  private JsonNode claims() {
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
