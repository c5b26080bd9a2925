package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.core.util.UrlBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.transport.Causes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The machine's managed identity, asked of the instance metadata service or of the endpoint the
 * settings name. azure-identity has such a credential too, but chooses its endpoint from
 * environment variables only.
 *
 * <p>Tokens are kept until five minutes before they expire. A failed request is not repeated here:
 * when to try again is for {@code sync} to decide.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">The
 *     endpoint's protocol</a>
 */
final class MetadataServiceCredential implements TokenCredential {
  private static final String API_VERSION = "2018-02-01";
  private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);
  private static final String DEFAULT_SCOPE = "/.default";
  private static final String UNKNOWN_IDENTITY = "Identity not found";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final Optional<UserAssignedIdentity> identity;
  private final HttpClient http;
  private final Clock clock;
  private final Map<String, AccessToken> tokens = new HashMap<>();

  /**
   * A credential that asks {@code endpoint}.
   *
   * @param identity empty for the system-assigned or only one
   * @param http a client that uses no proxy
   */
  MetadataServiceCredential(
      URI endpoint, Optional<UserAssignedIdentity> identity, HttpClient http, Clock clock) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request)).subscribeOn(Schedulers.boundedElastic());
  }

  /**
   * A token for the audience of the request's first scope.
   *
   * @throws TokenUnavailableException when there is none to be had now
   */
  @Override
  public synchronized AccessToken getTokenSync(TokenRequestContext request) {
    String resource = resource(request);
    AccessToken known = tokens.get(resource);
    if (known != null
        && known.getExpiresAt().toInstant().isAfter(clock.instant().plus(BEFORE_EXPIRY))) {
      return known;
    }
    AccessToken token = ask(resource);
    tokens.put(resource, token);
    return token;
  }

  private static String resource(TokenRequestContext request) {
    String scope = request.getScopes().get(0);
    return scope.endsWith(DEFAULT_SCOPE)
        ? scope.substring(0, scope.length() - DEFAULT_SCOPE.length())
        : scope;
  }

  /** Client ids and object ids look alike: which one it is shows when the endpoint is asked. */
  private AccessToken ask(String resource) {
    if (identity.isEmpty()) {
      return ask(resource, Map.of());
    }
    String id = identity.get().id();
    if (identity.get().isResourceId()) {
      return ask(resource, Map.of("msi_res_id", id));
    }
    try {
      return ask(resource, Map.of("client_id", id));
    } catch (TokenUnavailableException e) {
      if (!e.reason().contains(UNKNOWN_IDENTITY)) {
        throw e;
      }
      return askForObject(resource, id, e);
    }
  }

  private AccessToken askForObject(String resource, String id, TokenUnavailableException before) {
    try {
      return ask(resource, Map.of("object_id", id));
    } catch (TokenUnavailableException e) {
      // What was said of it as a client id helps more: that is what msiClientId usually holds.
      throw before;
    }
  }

  private AccessToken ask(String resource, Map<String, String> choice) {
    UrlBuilder url = UrlBuilder.parse(endpoint.toString());
    url.setQueryParameter("api-version", API_VERSION);
    url.setQueryParameter("resource", Encoding.query(resource));
    choice.forEach((name, id) -> url.setQueryParameter(name, Encoding.query(id)));
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, url.toString())
            .setHeader(HttpHeaderName.fromString("Metadata"), "true");
    try (HttpResponse response = http.sendSync(request, Context.NONE)) {
      String body = response.getBodyAsBinaryData().toString();
      if (response.getStatusCode() != 200) {
        throw refusal(response.getStatusCode(), body);
      }
      return token(body);
    } catch (TokenUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TokenUnavailableException(false, endpoint() + " does not answer: " + Causes.of(e));
    }
  }

  private AccessToken token(String body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new TokenUnavailableException(
          false, endpoint() + " did not answer with JSON; is msiEndpoint right?");
    }
    String value = answer.path("access_token").asText("");
    long expires = answer.path("expires_on").asLong(0);
    if (value.isEmpty() || expires == 0) {
      throw new TokenUnavailableException(
          false, endpoint() + " answered without access_token or expires_on");
    }
    return new AccessToken(value, Instant.ofEpochSecond(expires).atOffset(ZoneOffset.UTC));
  }

  /** 4xx says the request is at fault, but for those that only ask to come again. */
  private TokenUnavailableException refusal(int status, String body) {
    boolean passing = status >= 500 || status == 429 || status == 404 || status == 410;
    String hint =
        body.contains("Multiple user assigned identities")
            ? "; set authenticationSettings.msiClientId to the client id of the one to use"
            : "";
    return new TokenUnavailableException(
        !passing, endpoint() + " answered " + status + Encoding.description(JSON, body) + hint);
  }

  private String endpoint() {
    return "the managed identity endpoint " + endpoint;
  }
}
