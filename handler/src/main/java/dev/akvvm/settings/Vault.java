package dev.akvvm.settings;

import java.net.URI;
import java.util.Locale;

/**
 * A vault, by its address.
 *
 * @param host lower case, such as {@code contoso.vault.azure.net}
 * @param port 443 unless the URL says otherwise
 */
public record Vault(String host, int port) {
  /** The port of https. */
  public static final int HTTPS = 443;

  /** Lowers the host's case: DNS does not tell cases apart, and file names are made of it. */
  public Vault {
    host = host.toLowerCase(Locale.ROOT);
  }

  /** The first label of the host: what Azure calls the vault's name. */
  public String name() {
    int dot = host.indexOf('.');
    return dot < 0 ? host : host.substring(0, dot);
  }

  /** The vault's address, without a path. */
  public URI url() {
    return URI.create("https://" + host + (port == HTTPS ? "" : ":" + port));
  }

  @Override
  public String toString() {
    return url().toString();
  }
}
