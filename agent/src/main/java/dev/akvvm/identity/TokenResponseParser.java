package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads the answers of one managed identity endpoint, for one identity: a token, or a message that
 * says what is wrong with which endpoint and what to do.
 */
final class TokenResponseParser {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 300;
  private static final String WRONG_PLACE = "; is msiEndpoint right?";

  private final URI endpoint;
  private final Optional<UserAssignedIdentity> identity;
  private final Clock clock;

  TokenResponseParser(URI endpoint, Optional<UserAssignedIdentity> identity, Clock clock) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.clock = clock;
  }

  /**
   * The token in a response.
   *
   * @throws TokenUnavailableException when there is none in it
   */
  AccessToken token(TokenResponse response) {
    JsonNode body = json(response.body());
    if (response.status() != 200) {
      throw new TokenUnavailableException(
          response.isRefusal(), failure(response, body), response.retryAfter());
    }
    if (!body.isObject()) {
      throw new TokenUnavailableException(
          false, endpoint() + " did not answer with JSON" + WRONG_PLACE);
    }
    String value = body.path("access_token").asText("");
    Instant expiry = expiry(body);
    if (value.isEmpty() || expiry.equals(Instant.EPOCH)) {
      throw new TokenUnavailableException(
          false, endpoint() + " answered without access_token or expires_on" + WRONG_PLACE);
    }
    return new AccessToken(value, expiry.atOffset(ZoneOffset.UTC));
  }

  /** A refusal on our side, instead of a request. */
  TokenUnavailableException refusal(String reason) {
    return new TokenUnavailableException(true, endpoint() + reason);
  }

  /** Numbers are strings in most responses. */
  private Instant expiry(JsonNode body) {
    long seconds = body.path("expires_in").asLong(0);
    return Instant.ofEpochSecond(
        body.path("expires_on")
            .asLong(seconds == 0 ? 0 : clock.instant().getEpochSecond() + seconds));
  }

  private String failure(TokenResponse response, JsonNode body) {
    if (response.status() == TokenResponse.NONE) {
      return endpoint() + " does not answer: " + response.body() + elsewhere();
    }
    String answered = endpoint() + " answered " + response.status();
    if (response.status() / 100 == 3) {
      return answered
          + ", a redirect"
          + host(response.location()).map(host -> " to " + host).orElse("")
          + ": that is not a token endpoint"
          + WRONG_PLACE;
    }
    if (!body.isObject() && !response.body().isBlank()) {
      return answered + " with something that is not JSON" + WRONG_PLACE;
    }
    String description = body.path("error_description").asText("").strip();
    return answered + " when asked for " + who() + clause(description) + cure(description);
  }

  private String cure(String description) {
    if (description.contains("Multiple user assigned identities")) {
      return "; set authenticationSettings.msiClientId to the client id of the one to use";
    }
    if (!description.contains(ManagedIdentitySource.UNKNOWN_IDENTITY)) {
      return "";
    }
    return identity.isPresent()
        ? "; assign it to this machine, or correct msiClientId"
        : "; enable the machine's system-assigned identity, or assign another to it";
  }

  /** Only the default endpoint can be missing because the machine is of another kind. */
  private String elsewhere() {
    return endpoint.equals(IdentitySettings.INSTANCE_METADATA_SERVICE)
        ? "; on Azure Arc set msiEndpoint to http://localhost:40342/metadata/identity, elsewhere"
            + " outside of Azure give a service principal"
        : "";
  }

  private String who() {
    return identity
        .map(named -> "the user-assigned identity " + named.id())
        .orElse("the machine's identity");
  }

  private String endpoint() {
    return "the managed identity endpoint " + endpoint;
  }

  private static String clause(String description) {
    String line = description.lines().findFirst().orElse("");
    return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), LONGEST));
  }

  /** Only the host of the address: what follows may be secret. */
  private static Optional<String> host(String location) {
    try {
      return Optional.ofNullable(URI.create(location).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
