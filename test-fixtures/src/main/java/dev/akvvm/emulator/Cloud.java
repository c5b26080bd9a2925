package dev.akvvm.emulator;

import java.util.Locale;

/** The clouds in which Key Vault runs, told apart by the suffix of the vault's host name. */
enum Cloud {
  PUBLIC("vault.azure.net", "https://login.windows.net"),
  CHINA("vault.azure.cn", "https://login.chinacloudapi.cn"),
  US_GOVERNMENT("vault.usgovcloudapi.net", "https://login.microsoftonline.us"),
  GERMANY("vault.microsoftazure.de", "https://login.microsoftonline.de"),
  FRANCE("vault.sovcloud-api.fr", "https://login.sovcloud-identity.fr");

  private final String suffix;
  private final String authority;

  Cloud(String suffix, String authority) {
    this.suffix = suffix;
    this.authority = authority;
  }

  /**
   * The cloud of a Host header; a host of no cloud (localhost, an address) counts as the public
   * one.
   */
  static Cloud of(String host) {
    String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    for (Cloud cloud : values()) {
      if (name.endsWith("." + cloud.suffix)) {
        return cloud;
      }
    }
    return PUBLIC;
  }

  String suffix() {
    return suffix;
  }

  /** What a token for this cloud's vaults must be for. */
  String resource() {
    return "https://" + suffix;
  }

  /**
   * The value of WWW-Authenticate; clients check that the resource belongs to the host they asked.
   */
  String challenge(String tenant, String resource) {
    return "Bearer authorization=\"%s/%s\", resource=\"%s\"".formatted(authority, tenant, resource);
  }
}
