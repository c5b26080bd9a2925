package dev.akvvm.testing;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.core.util.UrlBuilder;
import dev.akvvm.emulator.AzureEmulator;
import dev.akvvm.emulator.EmulatorConfig;
import dev.akvvm.emulator.Identities;
import dev.akvvm.identity.Credentials;
import dev.akvvm.identity.IdentityContext;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import dev.akvvm.transport.HttpClients;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.RequestListener;
import dev.akvvm.transport.Timeouts;
import dev.akvvm.vault.KeyVaultPolicyReader;
import dev.akvvm.vault.KeyVaultReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The emulator, and the agent's own way to it: real TLS, the real Azure SDK. */
public final class EmulatedAzure implements AutoCloseable {
  private final AzureEmulator emulator;
  private final Path folder;
  private final Path authorities;

  /** Starts an emulator whose CA is written below {@code folder}. */
  public EmulatedAzure(Path folder) throws IOException {
    this(folder, EmulatorConfig.local());
  }

  /** Starts an emulator to order. */
  public EmulatedAzure(Path folder, EmulatorConfig config) throws IOException {
    this.emulator = AzureEmulator.start(config);
    this.folder = folder;
    this.authorities = Files.writeString(folder.resolve("ca.pem"), emulator.caPem());
  }

  /** The emulator itself, to seed and to order faults from. */
  public AzureEmulator emulator() {
    return emulator;
  }

  /** A vault's address in this emulator. */
  public Vault vault(String name) {
    return new Vault(name + ".vault.azure.net", emulator.vaultPort());
  }

  /**
   * The identities of a machine beside this emulator's metadata service.
   *
   * @param id the one {@code authenticationSettings.msiClientId} names
   */
  public Credentials identities(Optional<String> id) {
    URI endpoint = URI.create(emulator.metadataEndpoint() + "/oauth2/token");
    return new Credentials(
        new IdentitySettings(endpoint, id.map(UserAssignedIdentity::new)), context());
  }

  /** A machine without environment variables, where nobody waits between two attempts. */
  public IdentityContext context() {
    return new IdentityContext(
        HttpClients.forMetadata(),
        HttpClients.forMetadata(),
        Map.of(),
        folder.resolve("token-endpoints"),
        folder.resolve("keys"),
        Clock.systemUTC(),
        _ -> {});
  }

  /** A machine with these environment variables, where applications can log in. */
  public IdentityContext context(Map<String, String> environment) throws IOException {
    IdentityContext usual = context();
    return new IdentityContext(
        usual.metadata(),
        logins(),
        environment,
        usual.allowedEndpoints(),
        usual.arcKeys(),
        usual.clock(),
        usual.pause());
  }

  /** The client for logins as the agent makes it, but for the port: no test can have 443. */
  public HttpClient logins() throws IOException {
    HttpClient tls = HttpClients.forVaults(Optional.of(authorities), Proxies.none());
    return new HttpClient() {
      @Override
      public Mono<HttpResponse> send(HttpRequest request) {
        return tls.send(here(request));
      }

      @Override
      public HttpResponse sendSync(HttpRequest request, Context context) {
        return tls.sendSync(here(request), context);
      }
    };
  }

  private HttpRequest here(HttpRequest request) {
    return request.setUrl(
        UrlBuilder.parse(request.getUrl())
            .setPort(Integer.toString(emulator.vaultPort()))
            .toString());
  }

  /** The client id of the machine's system-assigned identity. */
  public String systemClientId() {
    return Identities.system().systemAssigned().orElseThrow().clientId();
  }

  /** A client as the agent makes it, trusting this emulator's CA. */
  public HttpClient http() throws IOException {
    return HttpClients.forVaults(Optional.of(authorities), Proxies.none());
  }

  /** A reader as the agent makes it, trusting this emulator's CA. */
  public KeyVaultReader reader() throws IOException {
    return readerTrusting(Optional.of(authorities));
  }

  /** A reader that trusts these authorities only. */
  public KeyVaultReader readerTrusting(Optional<Path> trusted) throws IOException {
    return new KeyVaultReader(
        HttpClients.forVaults(trusted, Proxies.none()), identities(Optional.empty()));
  }

  /** A reader that trusts this emulator's CA, with its own ways and limits. */
  public KeyVaultReader reader(Proxies proxies, Timeouts limits) throws IOException {
    return new KeyVaultReader(
        HttpClients.forVaults(Optional.of(authorities), proxies, limits, RequestListener.NONE),
        identities(Optional.empty()));
  }

  /** What this emulator's certificates say of themselves. */
  public KeyVaultPolicyReader policyReader() throws IOException {
    return new KeyVaultPolicyReader(
        HttpClients.forVaults(Optional.of(authorities), Proxies.none()),
        identities(Optional.empty()));
  }

  @Override
  public void close() {
    emulator.close();
  }
}
