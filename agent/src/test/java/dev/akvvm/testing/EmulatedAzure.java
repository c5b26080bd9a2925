package dev.akvvm.testing;

import dev.akvvm.emulator.AzureEmulator;
import dev.akvvm.emulator.EmulatorConfig;
import dev.akvvm.identity.ManagedIdentities;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import dev.akvvm.transport.HttpClients;
import dev.akvvm.transport.Proxies;
import dev.akvvm.transport.TimeLimits;
import dev.akvvm.vault.KeyVaultAdviser;
import dev.akvvm.vault.KeyVaultReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The emulator, and the agent's own way to it: real TLS, the real Azure SDK. */
public final class EmulatedAzure implements AutoCloseable {
  private final AzureEmulator emulator;
  private final Path authorities;

  /** Starts an emulator whose CA is written below {@code folder}. */
  public EmulatedAzure(Path folder) throws IOException {
    this(folder, EmulatorConfig.local());
  }

  /** Starts an emulator to order. */
  public EmulatedAzure(Path folder, EmulatorConfig config) throws IOException {
    this.emulator = AzureEmulator.start(config);
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
  public ManagedIdentities identities(Optional<String> id) {
    URI endpoint = URI.create(emulator.metadataEndpoint() + "/oauth2/token");
    return new ManagedIdentities(
        new IdentitySettings(endpoint, id.map(UserAssignedIdentity::new)),
        HttpClients.forMetadata(),
        Clock.systemUTC());
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
  public KeyVaultReader reader(Proxies proxies, TimeLimits limits) throws IOException {
    return new KeyVaultReader(
        HttpClients.forVaults(Optional.of(authorities), proxies, limits),
        identities(Optional.empty()));
  }

  /** What this emulator's certificates say of themselves. */
  public KeyVaultAdviser adviser() throws IOException {
    return new KeyVaultAdviser(
        HttpClients.forVaults(Optional.of(authorities), Proxies.none()),
        identities(Optional.empty()));
  }

  @Override
  public void close() {
    emulator.close();
  }
}
