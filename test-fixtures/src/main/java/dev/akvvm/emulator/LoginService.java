package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Entra's login of every cloud, as far as applications need it: where a tenant's endpoints are, and
 * tokens for client credentials. Facts: Microsoft's page "OAuth 2.0 client credentials flow".
 */
final class LoginService implements Service {
  private static final Set<String> HOSTS =
      Set.of(
          "login.microsoftonline.com",
          "login.windows.net",
          "login.chinacloudapi.cn",
          "login.partner.microsoftonline.cn",
          "login.microsoftonline.us",
          "login.sovcloud-identity.fr");

  private static final String DEFAULT_SCOPE = "/.default";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final AccessTokens tokens;
  private final Clock clock;
  private final Map<String, Application> applications = new ConcurrentHashMap<>();

  LoginService(AccessTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  static Set<String> hosts() {
    return HOSTS;
  }

  /** Whether a Host header means the login. */
  static boolean isFor(String host) {
    return HOSTS.contains(host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT));
  }

  void register(Application application) {
    applications.put(application.clientId(), application);
  }

  @Override
  public Response answer(Request request) {
    List<String> path = request.segments();
    if (path.equals(List.of("common", "discovery", "instance"))) {
      return discovery(request);
    }
    if (path.size() == 4
        && path.subList(1, 4).equals(List.of("v2.0", ".well-known", "openid-configuration"))) {
      return Response.json(200, configuration(request, path.getFirst()));
    }
    if (path.size() == 4
        && path.subList(1, 4).equals(List.of("oauth2", "v2.0", "token"))
        && request.method().equals("POST")) {
      return token(request, path.getFirst());
    }
    return Response.json(404, TokenService.error("not_found", "no such path here"));
  }

  private static Response discovery(Request request) {
    ObjectNode body =
        Json.object()
            .put(
                "tenant_discovery_endpoint",
                "https://" + request.host() + "/common/v2.0/.well-known/openid-configuration")
            .put("api-version", "1.1");
    ArrayNode metadata = body.putArray("metadata");
    for (String host : HOSTS) {
      ObjectNode each = metadata.addObject();
      each.put("preferred_network", host).put("preferred_cache", host);
      each.putArray("aliases").add(host);
    }
    return Response.json(200, body);
  }

  private static ObjectNode configuration(Request request, String tenant) {
    String base = "https://" + request.host() + "/" + tenant;
    return Json.object()
        .put("issuer", base + "/v2.0")
        .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
        .put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode")
        .put("token_endpoint", base + "/oauth2/v2.0/token");
  }

  private Response token(Request request, String tenant) {
    Optional<Application> application =
        request.formParameter("client_id").map(applications::get).filter(found -> found != null);
    if (application.isEmpty() || !application.get().tenant().equalsIgnoreCase(tenant)) {
      return refusal(
          400,
          "unauthorized_client",
          700016,
          "Application with identifier '%s' was not found in the directory '%s'."
              .formatted(request.formParameter("client_id").orElse(""), tenant));
    }
    if (!request.formParameter("grant_type").orElse("").equals("client_credentials")) {
      return refusal(400, "unsupported_grant_type", 70003, "The app requested another grant type.");
    }
    // Microsoft's libraries ask for openid and others in the same breath.
    Optional<String> scope =
        Stream.of(request.formParameter("scope").orElse("").split(" ", -1))
            .filter(each -> each.endsWith(DEFAULT_SCOPE))
            .findFirst();
    if (scope.isEmpty()) {
      return refusal(400, "invalid_scope", 1002012, "The provided value for scope is not valid.");
    }
    Optional<Response> objection = objection(request, application.get());
    return objection.orElseGet(
        () -> granted(application.get(), scope.get().replace(DEFAULT_SCOPE, "")));
  }

  /** What is wrong with the proof of who asks; empty if nothing is. */
  private Optional<Response> objection(Request request, Application application) {
    Optional<String> secret = request.formParameter("client_secret");
    if (secret.isPresent()) {
      return secret.equals(application.secret())
          ? Optional.empty()
          : Optional.of(
              refusal(
                  401,
                  "invalid_client",
                  7000215,
                  "Invalid client secret provided. Ensure the secret being sent in the request is"
                      + " the client secret value, not the client secret ID."));
    }
    if (!request.formParameter("client_assertion_type").orElse("").equals(ASSERTION_TYPE)) {
      return Optional.of(
          refusal(
              401,
              "invalid_client",
              7000218,
              "The request body must contain the parameter"
                  + " 'client_assertion' or 'client_secret'."));
    }
    Assertion assertion =
        Assertion.read(request.formParameter("client_assertion").orElse("missing"));
    boolean good =
        assertion.claim("iss").equals(application.clientId())
            ? isOfApplication(assertion, application, request)
            : isOfTrustedIssuer(assertion, application);
    return good && !assertion.isExpired(clock.instant())
        ? Optional.empty()
        : Optional.of(
            refusal(401, "invalid_client", 700027, "Client assertion failed validation."));
  }

  private static boolean isOfApplication(
      Assertion assertion, Application application, Request request) {
    String path = "/" + application.tenant() + "/oauth2/v2.0/token";
    return assertion.claim("sub").equals(application.clientId())
        && assertion.claim("aud").startsWith("https://" + request.host().replaceFirst(":.*", ""))
        && assertion.claim("aud").endsWith(path)
        && application.certificatePem().filter(assertion::isSignedBy).isPresent();
  }

  private static boolean isOfTrustedIssuer(Assertion assertion, Application application) {
    return assertion.claim("aud").equals("api://AzureADTokenExchange")
        && application.subject().filter(assertion.claim("sub")::equals).isPresent();
  }

  private Response granted(Application application, String resource) {
    AccessTokens.Issued issued = tokens.issue(application, resource);
    long seconds = issued.expires() - issued.notBefore();
    return Response.json(
        200,
        Json.object()
            .put("token_type", "Bearer")
            .put("expires_in", seconds)
            .put("ext_expires_in", seconds)
            .put("access_token", issued.token()));
  }

  private Response refusal(int status, String code, int number, String text) {
    ObjectNode body =
        TokenService.error(
            code,
            "AADSTS%d: %s Trace ID: 0 Correlation ID: 0 Timestamp: %s"
                .formatted(number, text, clock.instant()));
    body.putArray("error_codes").add(number);
    return Response.json(status, body);
  }
}
