package dev.akvvm.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The identities of this machine; each has one credential, which keeps its tokens. */
public final class ManagedIdentities {
  private final IdentitySettings settings;
  private final HttpClient http;
  private final Clock clock;
  private final Map<Optional<UserAssignedIdentity>, TokenCredential> credentials =
      new ConcurrentHashMap<>();

  /**
   * Identities whose tokens come from {@code settings.tokenEndpoint()}.
   *
   * @param http a client that uses no proxy
   */
  public ManagedIdentities(IdentitySettings settings, HttpClient http, Clock clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /**
   * The credential of one identity.
   *
   * @param override instead of the one the settings name for all
   */
  public TokenCredential credential(Optional<UserAssignedIdentity> override) {
    Optional<UserAssignedIdentity> identity = override.or(settings::identity);
    return credentials.computeIfAbsent(
        identity, id -> new MetadataServiceCredential(settings.tokenEndpoint(), id, http, clock));
  }
}
