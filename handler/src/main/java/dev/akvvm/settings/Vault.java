package dev.akvvm.settings;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A vault, by its address.
 *
 * @param host lower case, such as {@code contoso.vault.azure.net}
 * @param port 443 unless the URL says otherwise
 */
public record Vault(String host, int port) {
  /** The port of HTTPS. */
  public static final int HTTPS = 443;

  /** The clouds' suffixes. A private endpoint changes what they resolve to, not the names. */
  public static final List<String> SUFFIXES =
      List.of(
          "vault.azure.net",
          "vault.azure.cn",
          "vault.usgovcloudapi.net",
          "vault.microsoftazure.de",
          "vault.sovcloud-api.fr");

  /** Puts the host in lower case: DNS ignores case, and file names are made from it. */
  public Vault {
    host = host.toLowerCase(Locale.ROOT);
  }

  /** The first label of the host: what Azure calls the vault's name. */
  public String name() {
    int dot = host.indexOf('.');
    return dot < 0 ? host : host.substring(0, dot);
  }

  /** The suffix of its cloud, as an audience; empty for a host that is none of Key Vault's. */
  public Optional<String> cloudAudience() {
    return SUFFIXES.stream()
        .filter(suffix -> host.endsWith("." + suffix))
        .findFirst()
        .map(suffix -> "https://" + suffix);
  }

  /**
   * The only audiences a token for this vault may have: its cloud's suffix, as Key Vault uses, and
   * its own host. The first is the one to expect. A domain above them is not the vault's: a server
   * at {@code vault.example.com} has no business with tokens for all of {@code example.com}.
   */
  public List<String> audiences() {
    return Stream.concat(cloudAudience().stream(), Stream.of("https://" + host)).toList();
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
