package dev.akvvm.vault;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.rest.PagedResponse;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.akvvm.identity.Credentials;
import dev.akvvm.identity.TokenUnavailableException;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import dev.akvvm.transport.TransportErrors;
import dev.akvvm.vault.Connections.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads through the Azure SDK, with one client for each vault and identity. */
public final class KeyVaultReader implements VaultReader {
  /** As Key Vault creates them; in either case, because file names are parsed with both. */
  private static final Pattern VERSION = Pattern.compile("[0-9A-Fa-f]{32}");

  /** Of 25 versions each; they are in no order, so all have to be seen. */
  private static final int MOST_PAGES = 40;

  private final Connections connections;
  private final Map<Connection, SecretClient> clients = new ConcurrentHashMap<>();

  /** A reader that authenticates with {@code identities}. */
  public KeyVaultReader(HttpClient http, Credentials identities) {
    this(new Connections(http, identities));
  }

  KeyVaultReader(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Secret read(SecretIdentifier wanted, Optional<UserAssignedIdentity> identity)
      throws VaultException {
    return ask(
        wanted,
        identity,
        VaultErrors.Permission.GET,
        client -> checked(wanted, client.getSecret(wanted.name(), wanted.version().orElse(""))));
  }

  @Override
  public List<SecretVersion> versions(
      SecretIdentifier secret, Optional<UserAssignedIdentity> identity) throws VaultException {
    return ask(
        secret,
        identity,
        VaultErrors.Permission.LIST,
        client -> {
          List<SecretVersion> versions = new ArrayList<>();
          int pages = 0;
          for (PagedResponse<SecretProperties> page :
              client.listPropertiesOfSecretVersions(secret.name()).iterableByPage()) {
            if (++pages > MOST_PAGES) {
              throw new VaultException.Disabled(
                  secret
                      + ": too many versions to look for one that is enabled; name one in the URL");
            }
            page.getValue().forEach(each -> version(each).ifPresent(versions::add));
          }
          return versions;
        });
  }

  @Override
  public String tokenSource(Optional<UserAssignedIdentity> identity) {
    return connections.tokenSource(identity);
  }

  /** Empty for what cannot be Key Vault's. */
  private static Optional<SecretVersion> version(SecretProperties properties) {
    @Nullable String version = properties.getVersion();
    @Nullable OffsetDateTime created = properties.getCreatedOn();
    return version == null || created == null || !VERSION.matcher(version).matches()
        ? Optional.empty()
        : Optional.of(
            new SecretVersion(
                version,
                Boolean.TRUE.equals(properties.isEnabled()),
                created.toInstant(),
                time(properties.getNotBefore()),
                time(properties.getExpiresOn())));
  }

  private static Optional<Instant> time(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  /** One thing that a vault is asked for. */
  private interface Question<T> {
    T ask(SecretClient client) throws VaultException;
  }

  private <T> T ask(
      SecretIdentifier about,
      Optional<UserAssignedIdentity> identity,
      VaultErrors.Permission needed,
      Question<T> question)
      throws VaultException {
    Connection connection = connections.to(about.vault(), identity);
    try {
      return question.ask(client(about.vault(), connection));
    } catch (HttpResponseException e) {
      throw VaultErrors.of(about, connection.caller(), needed, e);
    } catch (TokenUnavailableException e) {
      throw noToken(e);
    } catch (RuntimeException e) {
      throw wrapped(about.vault(), e);
    }
  }

  /**
   * Whether the identity may list the vault's secrets: asks for the first page of them, whose items
   * hold no values.
   */
  public boolean mayList(Vault vault, Optional<UserAssignedIdentity> identity) {
    try {
      client(vault, connections.to(vault, identity))
          .listPropertiesOfSecrets()
          .iterableByPage()
          .iterator()
          .next();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Files are named after the version, and found by it: an answer with a version of another form is
   * not Key Vault's. The SDK returns null for what the answer lacks.
   */
  private static Secret checked(SecretIdentifier wanted, KeyVaultSecret secret)
      throws VaultException {
    @Nullable String version = secret.getProperties().getVersion();
    @Nullable String value = secret.getValue();
    if (version == null || value == null) {
      throw unusable(wanted, "without a version or a value");
    }
    if (!VERSION.matcher(version).matches()) {
      throw unusable(
          wanted, "with the version " + Quoted.of(version) + ", not 32 hexadecimal digits");
    }
    String name = String.valueOf(secret.getName());
    if (!name.equalsIgnoreCase(wanted.name())
        || !version.equalsIgnoreCase(wanted.version().orElse(version))) {
      throw unusable(wanted, "with another secret, " + Quoted.of(name + "/" + version));
    }
    return new Secret(
        version,
        value,
        time(secret.getProperties().getNotBefore()),
        time(secret.getProperties().getExpiresOn()));
  }

  private static VaultException unusable(SecretIdentifier wanted, String how) {
    return new VaultException.Unavailable(
        wanted + ": the vault answered " + how + "; does something else answer at this name?",
        Optional.empty());
  }

  private SecretClient client(Vault vault, Connection connection) {
    return clients.computeIfAbsent(
        connection,
        way ->
            new SecretClientBuilder()
                .vaultUrl(vault.toString())
                .pipeline(way.pipeline())
                .buildClient());
  }

  /** The SDK's reactive parts wrap exceptions on the way. */
  private static VaultException wrapped(Vault vault, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenUnavailableException token) {
        return noToken(token);
      }
      if (cause instanceof ForeignAudienceException foreign) {
        return new VaultException.Denied(foreign.reason());
      }
    }
    return TransportErrors.unreachable(e)
        .<VaultException>map(reason -> new VaultException.Unreachable(vault + ": " + reason))
        .orElseGet(
            () ->
                new VaultException.Unavailable(
                    vault
                        + " sent an unreadable answer; is a proxy or captive portal in between? ("
                        + TransportErrors.of(e)
                        + ")",
                    Optional.empty()));
  }

  private static VaultException noToken(TokenUnavailableException e) {
    return e.isRefused()
        ? new VaultException.Denied("no token: " + e.reason())
        : new VaultException.NoToken("no token: " + e.reason(), e.retryAfter());
  }
}
