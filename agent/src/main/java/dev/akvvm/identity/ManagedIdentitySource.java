package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpRequest;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The machine's managed identity, requested from the instance metadata service, or with a form from
 * the retired MSI extension. azure-identity has such a credential too, but chooses its endpoint
 * from environment variables only.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">The
 *     endpoint's protocol</a>
 */
final class ManagedIdentitySource implements TokenSource {
  /** The service's answer for an id it does not know, or not yet. */
  static final String UNKNOWN_IDENTITY = "Identity not found";

  private static final String API_VERSION = "2018-02-01";

  private final TokenEndpoint endpoint;
  private final Function<Map<String, String>, HttpRequest> form;
  private final Optional<UserAssignedIdentity> identity;
  private final TokenResponseParser parser;

  private ManagedIdentitySource(
      TokenEndpoint endpoint,
      Function<Map<String, String>, HttpRequest> form,
      Optional<UserAssignedIdentity> identity,
      TokenResponseParser parser) {
    this.endpoint = endpoint;
    this.form = form;
    this.identity = identity;
    this.parser = parser;
  }

  static ManagedIdentitySource ofMetadataService(
      TokenEndpoint endpoint, Optional<UserAssignedIdentity> identity, TokenResponseParser parser) {
    return new ManagedIdentitySource(
        endpoint,
        parameters -> {
          parameters.put("api-version", API_VERSION);
          return endpoint.get(parameters);
        },
        identity,
        parser);
  }

  static ManagedIdentitySource ofRetiredExtension(
      TokenEndpoint endpoint, Optional<UserAssignedIdentity> identity, TokenResponseParser parser) {
    return new ManagedIdentitySource(endpoint, endpoint::post, identity, parser);
  }

  /** Client ids and object ids look alike: only asking the endpoint tells which it is. */
  @Override
  public AccessToken request(TokenRequestContext request) {
    String resource = Scopes.resource(request);
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
      // The answer for a client id helps more: that is what msiClientId usually holds.
      throw before;
    }
  }

  private AccessToken ask(String resource, Map<String, String> choice) {
    Map<String, String> parameters = new LinkedHashMap<>(choice);
    parameters.put("resource", resource);
    return parser.token(endpoint.ask(form.apply(parameters)));
  }
}
