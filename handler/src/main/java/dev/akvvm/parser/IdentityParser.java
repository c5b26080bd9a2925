package dev.akvvm.parser;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Reads {@code authenticationSettings}. */
final class IdentityParser {
  private static final Set<String> KEYS = Set.of("msiEndpoint", "msiClientId");
  private static final String TOKEN_PATH = "/oauth2/token";

  private IdentityParser() {}

  static IdentitySettings parse(Field settings) {
    if (!settings.isObject()) {
      return new IdentitySettings(IdentitySettings.INSTANCE_METADATA_SERVICE, Optional.empty());
    }
    settings.warnOfUnknownKeys(KEYS);
    return new IdentitySettings(
        endpoint(settings.child("msiEndpoint")),
        settings.child("msiClientId").text().map(UserAssignedIdentity::new));
  }

  private static URI endpoint(Field field) {
    Optional<String> text = field.text();
    if (text.isEmpty()) {
      return IdentitySettings.INSTANCE_METADATA_SERVICE;
    }
    String address = text.get().replaceFirst("/+$", "");
    try {
      URI url = new URI(address.endsWith(TOKEN_PATH) ? address : address + TOKEN_PATH);
      boolean http =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      if (http && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    field.error(
        "\""
            + text.get()
            + "\" is no URL with a host: expected http://169.254.169.254/metadata/identity");
    return IdentitySettings.INSTANCE_METADATA_SERVICE;
  }
}
