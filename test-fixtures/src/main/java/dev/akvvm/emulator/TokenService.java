package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The managed identity endpoint of the instance metadata service, and at {@code /oauth2/token} the
 * form POST of the retired MSI extension. Facts: Microsoft's page "How to use managed identities on
 * a VM to acquire an access token".
 */
final class TokenService implements Service {
  static final List<String> CHOICES = List.of("client_id", "object_id", "msi_res_id", "mi_res_id");

  private final AccessTokens tokens;
  private final AtomicReference<Identities> identities;

  TokenService(AccessTokens tokens, AtomicReference<Identities> identities) {
    this.tokens = tokens;
    this.identities = identities;
  }

  static ObjectNode error(String code, String description) {
    return Json.object().put("error", code).put("error_description", description);
  }

  @Override
  public Response answer(Request request) {
    List<String> path = request.segments();
    boolean metadata = path.equals(List.of("metadata", "identity", "oauth2", "token"));
    boolean retired = path.equals(List.of("oauth2", "token"));
    if (!metadata && !retired) {
      return Response.json(404, error("not_found", "no such path here: " + request.path()));
    }
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      return Response.json(405, error("bad_request", "only GET and POST"));
    }
    if (!request.header("metadata").map(value -> value.equalsIgnoreCase("true")).orElse(false)) {
      return refusal("Required metadata header not specified");
    }
    if (metadata && request.parameter("api-version").isEmpty()) {
      return refusal("Required query variable 'api-version' is missing");
    }
    return token(request);
  }

  private Response token(Request request) {
    Optional<String> resource = parameter(request, "resource").filter(value -> !value.isBlank());
    if (resource.isEmpty()) {
      return refusal("Required query variable 'resource' is missing");
    }
    Identities present = identities.get();
    Optional<String> choice =
        CHOICES.stream().filter(name -> parameter(request, name).isPresent()).findFirst();
    if (choice.isEmpty()
        && present.systemAssigned().isEmpty()
        && present.userAssigned().size() > 1) {
      return refusal(
          "Multiple user assigned identities exist, please specify the clientId / resourceId of the"
              + " identity in the token request");
    }
    Optional<ManagedIdentity> identity =
        choice.isEmpty()
            ? present.systemAssigned().or(() -> present.userAssigned().stream().findFirst())
            : chosen(present, choice.get(), parameter(request, choice.get()).orElse(""));
    return identity
        .map(found -> granted(tokens, found, resource.get()))
        .orElseGet(() -> refusal("Identity not found"));
  }

  private static Optional<ManagedIdentity> chosen(
      Identities present, String parameter, String value) {
    return present.userAssigned().stream()
        .filter(identity -> identity.isCalled(parameter, value))
        .findFirst()
        .or(() -> present.systemAssigned().filter(identity -> identity.isCalled(parameter, value)));
  }

  /** Numbers are strings here, as in the real answer. */
  static Response granted(AccessTokens tokens, ManagedIdentity identity, String resource) {
    AccessTokens.Issued issued = tokens.issue(identity, resource);
    String seconds = Long.toString(issued.expires() - issued.notBefore());
    return Response.json(
        200,
        Json.object()
            .put("access_token", issued.token())
            .put("client_id", identity.clientId())
            .put("expires_in", seconds)
            .put("expires_on", Long.toString(issued.expires()))
            .put("ext_expires_in", seconds)
            .put("not_before", Long.toString(issued.notBefore()))
            .put("resource", resource)
            .put("token_type", "Bearer"));
  }

  private static Optional<String> parameter(Request request, String name) {
    return request.parameter(name).or(() -> request.formParameter(name));
  }

  private static Response refusal(String description) {
    return Response.json(400, error("invalid_request", description));
  }
}
