package dev.akvvm.vault;

import com.azure.core.http.HttpClient;
import dev.akvvm.identity.Credentials;
import dev.akvvm.identity.IdentityContext;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.transport.HttpClients;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.RequestListener;
import dev.akvvm.transport.SystemAuthorities;
import dev.akvvm.transport.Timeouts;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** This machine's connection to Azure, from its settings and its environment. */
public final class AzureConnection {
  private final HttpClient http;
  private final Proxies proxies;
  private final Credentials identities;
  private final Connections connections;

  private AzureConnection(HttpClient http, Proxies proxies, Credentials identities) {
    this.http = http;
    this.proxies = proxies;
    this.identities = identities;
    this.connections = new Connections(http, identities);
  }

  /**
   * Prepares to connect; sends nothing yet.
   *
   * @throws IOException when the proxy's address or the bundle of authorities cannot be used
   */
  public static AzureConnection of(
      ExtensionSettings settings, Map<String, String> environment, Clock clock) throws IOException {
    return of(settings, environment, clock, RequestListener.NONE);
  }

  /** The same with a listener that is told of all requests. */
  public static AzureConnection of(
      ExtensionSettings settings,
      Map<String, String> environment,
      Clock clock,
      RequestListener listener)
      throws IOException {
    Proxies proxies =
        settings.proxy().isPresent()
            ? Proxies.of(settings.proxy().get().url(), settings.proxy().get().bypass())
            : Proxies.ofEnvironment(environment);
    HttpClient http =
        HttpClients.forVaults(
            SystemAuthorities.bundle(environment), proxies, Timeouts.USUAL, listener);
    return new AzureConnection(
        http,
        proxies,
        new Credentials(
            settings.identity(),
            IdentityContext.of(HttpClients.forMetadata(listener), http, environment, clock)));
  }

  /** Reaches vaults, through a proxy if there is one. */
  public HttpClient http() {
    return http;
  }

  /** Which servers are reached through a proxy. */
  public Proxies proxies() {
    return proxies;
  }

  /** Who this machine is. */
  public Credentials identities() {
    return identities;
  }

  /** Reads secrets. */
  public KeyVaultReader reader() {
    return new KeyVaultReader(connections);
  }

  /** Reads certificates' properties and policies. */
  public KeyVaultPolicyReader policyReader() {
    return new KeyVaultPolicyReader(connections);
  }
}
