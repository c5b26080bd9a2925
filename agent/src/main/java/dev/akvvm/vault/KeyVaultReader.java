package dev.akvvm.vault;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.akvvm.identity.TokenUnavailableException;
import dev.akvvm.settings.Vault;
import dev.akvvm.transport.Causes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads by the Azure SDK, one client a vault. */
public final class KeyVaultReader implements VaultReader {
  private final HttpClient http;
  private final TokenCredential credential;
  private final Map<Vault, SecretClient> clients = new ConcurrentHashMap<>();

  /** A reader that proves who it is by {@code credential}. */
  public KeyVaultReader(HttpClient http, TokenCredential credential) {
    this.http = http;
    this.credential = credential;
  }

  @Override
  public Secret read(Vault vault, String name, Optional<String> version) throws VaultException {
    try {
      SecretClient client = clients.computeIfAbsent(vault, this::client);
      KeyVaultSecret secret = client.getSecret(name, version.orElse(""));
      return secret(vault, secret.getProperties().getVersion(), secret.getValue());
    } catch (HttpResponseException e) {
      throw VaultErrors.of(vault, name, e);
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

  private SecretClient client(Vault vault) {
    // The SDK's retries are off: sync owns them, and one request must not become four.
    return new SecretClientBuilder()
        .vaultUrl(vault.url().toString())
        .httpClient(http)
        .credential(credential)
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
