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
  /** How the SDK begins to say that a challenge's resource is not of the vault's domain. */
  private static final String FOREIGN_CHALLENGE = "The challenge resource";

  private final HttpClient http;
  private final ManagedIdentities identities;
  private final Map<Access, Connection> connections = new ConcurrentHashMap<>();

  /** Who reads from where. */
  private record Access(Vault vault, Optional<UserAssignedIdentity> identity) {}

  /** One client, and who it is towards the vault. */
  private record Connection(SecretClient client, RememberedCaller caller) {}

  /** A reader that proves who it is by {@code identities}. */
  public KeyVaultReader(HttpClient http, ManagedIdentities identities) {
    this.http = http;
    this.identities = identities;
  }

  @Override
  public Secret read(SecretIdentifier wanted, Optional<UserAssignedIdentity> identity)
      throws VaultException {
    Vault vault = wanted.vault();
    Connection connection =
        connections.computeIfAbsent(new Access(vault, identity), this::connection);
    try {
      KeyVaultSecret secret =
          connection.client().getSecret(wanted.name(), wanted.version().orElse(""));
      return secret(vault, secret.getProperties().getVersion(), secret.getValue());
    } catch (HttpResponseException e) {
      throw VaultErrors.of(wanted, connection.caller(), e);
    } catch (TokenUnavailableException e) {
      throw noToken(e);
    } catch (RuntimeException e) {
      throw wrapped(vault, e);
    }
  }

  /**
   * Whether the identity may list the vault's secrets: asks for the first page of them, whose items
   * hold no values.
   */
  public boolean mayList(Vault vault, Optional<UserAssignedIdentity> identity) {
    Connection connection =
        connections.computeIfAbsent(new Access(vault, identity), this::connection);
    try {
      connection.client().listPropertiesOfSecrets().iterableByPage().iterator().next();
      return true;
    } catch (RuntimeException e) {
      return false;
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

  private Connection connection(Access access) {
    RememberedCaller caller = new RememberedCaller(identities.credential(access.identity()));
    // The SDK's retries are off: sync owns them, and one request must not become four.
    SecretClient client =
        new SecretClientBuilder()
            .vaultUrl(access.vault().toString())
            .httpClient(http)
            .credential(caller)
            .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
            .buildClient();
    return new Connection(client, caller);
  }

  /** The SDK's reactive parts wrap what they meet on the way. */
  private static VaultException wrapped(Vault vault, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenUnavailableException token) {
        return noToken(token);
      }
    }
    if (String.valueOf(e.getMessage()).startsWith(FOREIGN_CHALLENGE)) {
      return new VaultException.Denied(
          vault
              + " asks for a token that is not for its own domain, and gets none; does something"
              + " else answer at this name?");
    }
    return Causes.unreachable(e)
        .<VaultException>map(reason -> new VaultException.Unreachable(vault + ": " + reason))
        .orElseGet(
            () ->
                new VaultException.Unavailable(
                    vault
                        + " gave an answer that cannot be read; does a proxy or a portal answer in"
                        + " its place? ("
                        + Causes.of(e)
                        + ")",
                    Optional.empty()));
  }

  private static VaultException noToken(TokenUnavailableException e) {
    return e.isRefused()
        ? new VaultException.Denied("no token: " + e.reason())
        : new VaultException.Unreachable("no token: " + e.reason());
  }
}
