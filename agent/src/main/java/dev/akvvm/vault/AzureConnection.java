package dev.akvvm.vault;

import com.azure.core.http.HttpClient;
import dev.akvvm.identity.IdentityContext;
import dev.akvvm.identity.ManagedIdentities;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.transport.HttpClients;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.SystemAuthorities;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/**
 * This machine's way to Azure, as its settings and its environment have it.
 *
 * @param http reaches vaults, by a proxy where there is one
 * @param proxies which servers a proxy is asked for
 * @param identities who this machine is
 */
public record AzureConnection(HttpClient http, Proxies proxies, ManagedIdentities identities) {
  /**
   * Makes ready to connect; nothing is asked yet.
   *
   * @throws IOException when the proxy's address or the bundle of authorities cannot be used
   */
  public static AzureConnection of(
      ExtensionSettings settings, Map<String, String> environment, Clock clock) throws IOException {
    Proxies proxies =
        settings.proxy().isPresent()
            ? Proxies.of(settings.proxy().get().url(), settings.proxy().get().bypass())
            : Proxies.ofEnvironment(environment);
    HttpClient http = HttpClients.forVaults(SystemAuthorities.bundle(environment), proxies);
    return new AzureConnection(
        http,
        proxies,
        new ManagedIdentities(
            settings.identity(),
            IdentityContext.of(HttpClients.forMetadata(), http, environment, clock)));
  }

  /** Reads secrets. */
  public KeyVaultReader reader() {
    return new KeyVaultReader(http, identities);
  }

  /** Asks what certificates say of themselves. */
  public KeyVaultAdviser adviser() {
    return new KeyVaultAdviser(http, identities);
  }
}
