package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a machine that Azure Arc manages. Its agent wants proof that the caller is
 * privileged: the content of a file that only privileged callers can read, named in its challenge.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication">The
 *     challenge</a>
 */
final class ArcSource implements TokenSource {
  private static final String API_VERSION = "2019-11-01";
  private static final int UNAUTHORIZED = 401;

  private final TokenEndpoint endpoint;
  private final Optional<UserAssignedIdentity> identity;
  private final ArcKeys keys;
  private final TokenResponseParser parser;

  ArcSource(
      TokenEndpoint endpoint,
      Optional<UserAssignedIdentity> identity,
      ArcKeys keys,
      TokenResponseParser parser) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.keys = keys;
    this.parser = parser;
  }

  @Override
  public AccessToken request(TokenRequestContext request) {
    if (identity.isPresent()) {
      throw parser.refusal(
          " is Azure Arc's, where a machine has no user-assigned identity: remove msiClientId "
              + identity.get().id()
              + " from the settings");
    }
    ensureKeyStaysHere();
    String resource = Scopes.resource(request);
    TokenResponse response = endpoint.ask(get(resource));
    if (response.status() != UNAUTHORIZED) {
      return parser.token(response);
    }
    HttpRequest proven =
        get(resource).setHeader(HttpHeaderName.AUTHORIZATION, "Basic " + key(response.challenge()));
    TokenResponse second = endpoint.askOnce(proven);
    if (second.status() == UNAUTHORIZED) {
      throw parser.refusal(" does not accept the key from the file it named");
    }
    return parser.token(second);
  }

  /** Anyone who has the key gets tokens of this machine, and it is sent in the clear. */
  private void ensureKeyStaysHere() {
    if (!endpoint.isOnThisMachine()) {
      throw parser.refusal(
          " is Azure Arc's by its port, and is not asked: Arc's key is sent to a loopback address"
              + " only; set msiEndpoint to http://localhost:40342/metadata/identity");
    }
  }

  private String key(String challenge) {
    ensureKeyStaysHere();
    try {
      return keys.read(challenge);
    } catch (UnusableKeyException e) {
      throw parser.refusal(
          " sent a challenge that is not Azure Arc's, so it got no answer: " + e.getMessage());
    }
  }

  private HttpRequest get(String resource) {
    return endpoint.get(Map.of("api-version", API_VERSION, "resource", resource));
  }
}
