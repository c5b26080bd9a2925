package dev.akvvm.vault;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.akvvm.identity.ManagedIdentities;
import dev.akvvm.identity.TokenUnavailableException;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import dev.akvvm.transport.Causes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads by the Azure SDK, one client for each vault and identity. */
public final class KeyVaultReader implements VaultReader {
  private final HttpClient http;
  private final ManagedIdentities identities;
  private final Map<Access, SecretClient> clients = new ConcurrentHashMap<>();

  /** Who reads from where. */
  private record Access(Vault vault, Optional<UserAssignedIdentity> identity) {}

  /** A reader that proves who it is by {@code identities}. */
  public KeyVaultReader(HttpClient http, ManagedIdentities identities) {
    this.http = http;
    this.identities = identities;
  }

  @Override
  public Secret read(SecretIdentifier wanted, Optional<UserAssignedIdentity> identity)
      throws VaultException {
    Vault vault = wanted.vault();
    try {
      SecretClient client = clients.computeIfAbsent(new Access(vault, identity), this::client);
      KeyVaultSecret secret = client.getSecret(wanted.name(), wanted.version().orElse(""));
      return secret(vault, secret.getProperties().getVersion(), secret.getValue());
    } catch (HttpResponseException e) {
      throw VaultErrors.of(wanted.toString(), e);
    } catch (TokenUnavailableException e) {
      throw noToken(e);
    } catch (RuntimeException e) {
      throw wrapped(vault, e);
    }
  }

  /**
   * Asks for the first page of the vault's list of secrets, to find out whether that is allowed.
   *
   * @throws VaultException one of its kinds, as when a secret is read
   */
  public void list(Vault vault, Optional<UserAssignedIdentity> identity) throws VaultException {
    try {
      SecretClient client = clients.computeIfAbsent(new Access(vault, identity), this::client);
      var _ = client.listPropertiesOfSecrets().iterableByPage().iterator().next();
    } catch (HttpResponseException e) {
      throw VaultErrors.of(vault + "/secrets", e);
    } catch (TokenUnavailableException e) {
      throw noToken(e);
    } catch (RuntimeException e) {
      throw wrapped(vault, e);
    }
  }

  /** The SDK passes on what the answer lacks as null. */
  private static Secret secret(Vault vault, @Nullable String version, @Nullable String value)
      throws VaultException {
    if (version == null || value == null) {
      throw new VaultException.Unavailable(
          vault + " answered without a version or a value", Optional.empty());
    }
    return new Secret(version, value);
  }

  private SecretClient client(Access access) {
    // The SDK's retries are off: sync owns them, and one request must not become four.
    return new SecretClientBuilder()
        .vaultUrl(access.vault().toString())
        .httpClient(http)
        .credential(identities.credential(access.identity()))
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
        .buildClient();
  }

  /** The SDK's reactive parts wrap what they meet on the way. */
  private static VaultException wrapped(Vault vault, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenUnavailableException token) {
        return noToken(token);
      }
    }
    return new VaultException.Unavailable(vault + ": " + Causes.of(e), Optional.empty());
  }

  private static VaultException noToken(TokenUnavailableException e) {
    return e.isRefused()
        ? new VaultException.Denied("no token: " + e.reason())
        : new VaultException.Unavailable("no token: " + e.reason(), Optional.empty());
  }
}
