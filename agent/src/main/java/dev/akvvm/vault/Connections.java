package dev.akvvm.vault;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import dev.akvvm.identity.Credentials;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections to vaults, one for each vault and identity, shared by all of the SDK's clients.
 */
final class Connections {
  private static final String USER_AGENT = "akvvm";

  private final HttpClient http;
  private final Credentials identities;
  private final Map<Access, Connection> connections = new ConcurrentHashMap<>();
  private final Map<Vault, WantedAudience> audiences = new ConcurrentHashMap<>();

  /** Connections that authenticate with {@code identities}. */
  Connections(HttpClient http, Credentials identities) {
    this.http = http;
    this.identities = identities;
  }

  /** Which identity asks which vault. */
  private record Access(Vault vault, Optional<UserAssignedIdentity> identity) {}

  /** One connection, and who this machine is to the vault. */
  record Connection(HttpPipeline pipeline, CallerTrackingCredential caller) {}

  /** Where an identity's tokens come from. */
  String tokenSource(Optional<UserAssignedIdentity> identity) {
    return identities.sourceName(identity);
  }

  Connection to(Vault vault, Optional<UserAssignedIdentity> identity) {
    return connections.computeIfAbsent(new Access(vault, identity), this::connection);
  }

  /** Without retries: those are up to sync, and one request must not become four. */
  private Connection connection(Access access) {
    CallerTrackingCredential caller =
        new CallerTrackingCredential(identities.credential(access.identity()));
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .httpClient(http)
            .policies(
                new UserAgentPolicy(USER_AGENT),
                new RequestIdPolicy(),
                new VaultTokens(
                    access.vault(),
                    audiences.computeIfAbsent(access.vault(), WantedAudience::new),
                    caller))
            .build();
    return new Connection(pipeline, caller);
  }
}
