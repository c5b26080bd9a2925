package dev.akvvm.identity;

import java.util.Map;

/**
 * The login host of a cloud, by the audience of its vaults: their suffix, or the host of one.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud">The
 *     national clouds</a>
 */
final class Authorities {
  private static final String PUBLIC = "https://login.microsoftonline.com/";

  private static final Map<String, String> BY_SUFFIX =
      Map.of(
          "vault.azure.net", PUBLIC,
          "vault.azure.cn", "https://login.chinacloudapi.cn/",
          "vault.usgovcloudapi.net", "https://login.microsoftonline.us/",
          "vault.microsoftazure.de", "https://login.microsoftonline.de/",
          "vault.sovcloud-api.fr", "https://login.sovcloud-identity.fr/");

  private Authorities() {}

  /** The login host for an audience; {@code AZURE_AUTHORITY_HOST} if that is set. */
  static String of(String audience, EnvironmentVariables variables) {
    return variables.get(EnvironmentVariables.AUTHORITY).orElseGet(() -> usual(audience));
  }

  private static String usual(String audience) {
    String host = audience.replaceFirst("^https://", ".");
    return BY_SUFFIX.entrySet().stream()
        .filter(cloud -> host.endsWith("." + cloud.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(PUBLIC);
  }
}
