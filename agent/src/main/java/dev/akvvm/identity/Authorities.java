package dev.akvvm.identity;

import java.util.Map;

/**
 * Where a cloud's logins are, told by the audience of its vaults.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud">The
 *     national clouds</a>
 */
final class Authorities {
  private static final String PUBLIC = "https://login.microsoftonline.com/";

  private static final Map<String, String> BY_AUDIENCE =
      Map.of(
          "https://vault.azure.cn", "https://login.chinacloudapi.cn/",
          "https://vault.usgovcloudapi.net", "https://login.microsoftonline.us/",
          "https://vault.microsoftazure.de", "https://login.microsoftonline.de/",
          "https://vault.sovcloud-api.fr", "https://login.sovcloud-identity.fr/");

  private Authorities() {}

  /** The login for an audience; {@code AZURE_AUTHORITY_HOST} where it is set. */
  static String of(String audience, EnvironmentVariables variables) {
    return variables
        .get(EnvironmentVariables.AUTHORITY)
        .orElse(BY_AUDIENCE.getOrDefault(audience, PUBLIC));
  }
}
