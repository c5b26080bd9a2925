package dev.akvvm.parser;

import dev.akvvm.settings.IdentitySettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Reads {@code msiEndpoint}: where tokens are requested. */
final class EndpointParser {
  private static final String TOKEN_PATH = "/oauth2/token";
  private static final String SERVICE_PATH = "/metadata/identity";

  private static final String EXPECTED = "expected http://169.254.169.254/metadata/identity";

  /**
   * The retired MSI VM extension has no path before that of the token; 50432 is a common misprint.
   */
  private static final Set<Integer> RETIRED_PORTS = Set.of(50342, 50432);

  private EndpointParser() {}

  /** The token endpoint; Azure's usual one where none is set, or none that can be used. */
  static URI parse(Field field) {
    Optional<String> text = field.text();
    if (text.isEmpty()) {
      return IdentitySettings.INSTANCE_METADATA_SERVICE;
    }
    try {
      URI url = new URI(text.get());
      boolean http =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      if (url.getRawUserInfo() != null) {
        field.error("a user name or password before the host is not used: " + EXPECTED);
        return IdentitySettings.INSTANCE_METADATA_SERVICE;
      }
      if (http && url.getHost() != null) {
        return endpoint(field, url);
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    field.error(field.found() + " is not a URL with a host: " + EXPECTED);
    return IdentitySettings.INSTANCE_METADATA_SERVICE;
  }

  private static URI endpoint(Field field, URI url) throws URISyntaxException {
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      field.warning("what follows \"?\" or \"#\" is ignored");
    }
    String path = path(url.getRawPath(), url.getPort());
    URI endpoint = new URI(url.getScheme() + "://" + url.getRawAuthority() + path);
    IdentitySettings settings = new IdentitySettings(endpoint, Optional.empty());
    if (settings.hasArcEndpoint() && !settings.hasLoopbackEndpoint()) {
      field.warning(
          "the port is Azure Arc's, which is asked for tokens at a loopback address only: expected"
              + " http://localhost:40342/metadata/identity");
    } else if (!settings.hasLocalEndpoint()) {
      field.warning(
          "the host "
              + field.quoted(url.getHost())
              + " is neither localhost nor a loopback or link-local address: it is asked for tokens"
              + " only if the machine's /etc/akvvm/token-endpoints lists it");
    }
    return endpoint;
  }

  private static String path(String given, int port) {
    String path = given.replaceAll("/{2,}", "/").replaceFirst("/$", "");
    if (path.endsWith(TOKEN_PATH)) {
      return path;
    }
    return (path.isEmpty() && !RETIRED_PORTS.contains(port) ? SERVICE_PATH : path) + TOKEN_PATH;
  }
}
