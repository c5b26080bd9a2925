package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.util.Configuration;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.EmulatorConfig;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Identities;
import dev.akvvm.emulator.ManagedIdentity;
import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.testing.EmulatedAzure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine's identities against the emulator, by the agent's own HTTP client. */
final class CredentialsTest {
  private static final TokenRequestContext VAULT =
      new TokenRequestContext().addScopes("https://vault.azure.net/.default");
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path folder;

  @Test
  void getToken_twice_asksOnce() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      TokenCredential credential = credential(azure, Optional.empty());
      String token = credential.getTokenSync(VAULT).getToken();
      assertEquals(token, credential.getTokenSync(VAULT).getToken());
      assertEquals(1, azure.emulator().requests().size());
      assertTrue(azure.emulator().requests().get(0).query().contains("api-version=2018-02-01"));
    }
  }

  @Test
  void getToken_reactively_givesTheSame() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      TokenCredential credential = credential(azure, Optional.empty());
      assertEquals(
          credential.getTokenSync(VAULT).getToken(),
          credential.getToken(VAULT).blockOptional().orElseThrow().getToken());
    }
  }

  @Test
  void getToken_anotherAudience_isAnotherToken() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      TokenCredential credential = credential(azure, Optional.empty());
      TokenRequestContext china =
          new TokenRequestContext().addScopes("https://vault.azure.cn/.default");
      assertNotEquals(
          credential.getTokenSync(VAULT).getToken(), credential.getTokenSync(china).getToken());
    }
  }

  @Test
  void getToken_nearExpiry_asksAgain() throws Exception {
    EmulatorConfig shortLived = EmulatorConfig.local().withTokenLifetime(Duration.ofMinutes(4));
    try (EmulatedAzure azure = new EmulatedAzure(folder, shortLived)) {
      TokenCredential credential = credential(azure, Optional.empty());
      credential.getTokenSync(VAULT);
      credential.getTokenSync(VAULT);
      assertEquals(2, azure.emulator().requests().size());
    }
  }

  @Test
  void getToken_clientId_isAskedFor() throws Exception {
    EmulatorConfig one =
        EmulatorConfig.local().with(Identities.none().withUser("web-identity", CLIENT));
    try (EmulatedAzure azure = new EmulatedAzure(folder, one)) {
      credential(azure, Optional.of(CLIENT)).getTokenSync(VAULT);
      assertTrue(azure.emulator().requests().get(0).query().contains("client_id=" + CLIENT));
      TokenUnavailableException e =
          refused(azure, Optional.of("66666666-0000-0000-0000-000000000000"));
      assertTrue(e.reason().contains("Identity not found"), e.reason());
    }
  }

  @Test
  void getToken_severalIdentitiesAndNoClientId_saysWhatToSet() throws Exception {
    EmulatorConfig two =
        EmulatorConfig.local()
            .with(Identities.none().withUser("a", CLIENT).withUser("b", CLIENT.replace('1', '9')));
    try (EmulatedAzure azure = new EmulatedAzure(folder, two)) {
      TokenUnavailableException e = refused(azure, Optional.empty());
      assertTrue(e.reason().contains("authenticationSettings.msiClientId"), e.reason());
      assertTrue(e.isRefused());
    }
  }

  @Test
  void getToken_endpointInTrouble_isNotARefusal() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      for (int status : new int[] {404, 410, 429, 500, 503}) {
        azure.emulator().faults().clear();
        azure.emulator().faults().add(Fault.onMetadata(new Effect.Status(status)));
        TokenUnavailableException e = refused(azure, Optional.empty());
        assertFalse(e.isRefused());
        assertTrue(e.reason().contains("answered " + status), e.reason());
      }
    }
  }

  @Test
  void getToken_endpointIsAWebPage_asksWhetherItIsRight() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      azure.emulator().faults().add(Fault.onMetadata(new Effect.Html()));
      TokenUnavailableException e = refused(azure, Optional.empty());
      assertTrue(e.reason().contains("is msiEndpoint right?"), e.reason());
    }
  }

  @Test
  void getToken_nothingListens_saysSo() throws Exception {
    EmulatedAzure azure = new EmulatedAzure(folder);
    azure.close();
    TokenUnavailableException e = refused(azure, Optional.empty());
    assertTrue(e.reason().contains("connection failed"), e.reason());
  }

  @Test
  void getToken_objectIdOrResourceId_isTheSameIdentity() throws Exception {
    EmulatorConfig two =
        EmulatorConfig.local()
            .with(Identities.none().withUser("a", CLIENT).withUser("b", CLIENT.replace('1', '9')));
    try (EmulatedAzure azure = new EmulatedAzure(folder, two)) {
      ManagedIdentity wanted = two.identities().userAssigned().get(1);
      for (String id : List.of(wanted.clientId(), wanted.objectId(), wanted.resourceId())) {
        String token = credential(azure, Optional.of(id)).getTokenSync(VAULT).getToken();
        assertTrue(claims(token).contains(wanted.clientId()), id);
      }
    }
  }

  @Test
  void credential_overrideOfACertificate_goesBeforeTheSettings() throws Exception {
    EmulatorConfig two =
        EmulatorConfig.local()
            .with(Identities.none().withUser("a", CLIENT).withUser("b", CLIENT.replace('1', '9')));
    try (EmulatedAzure azure = new EmulatedAzure(folder, two)) {
      Credentials identities = azure.identities(Optional.of(CLIENT));
      String other = CLIENT.replace('1', '9');
      identities.credential(Optional.of(new UserAssignedIdentity(other))).getTokenSync(VAULT);
      identities.credential(Optional.empty()).getTokenSync(VAULT);
      assertTrue(azure.emulator().requests().get(0).query().contains("client_id=" + other));
      assertTrue(azure.emulator().requests().get(1).query().contains("client_id=" + CLIENT));
    }
  }

  /** A vault's proxy cannot reach this machine's metadata service. */
  @Test
  @SuppressWarnings("deprecation") // the only way to change what the SDK takes for the environment
  void getToken_environmentHasAProxy_isAskedForDirectly() throws Exception {
    Configuration global = Configuration.getGlobalConfiguration();
    global.put(Configuration.PROPERTY_HTTP_PROXY, "http://127.0.0.1:9");
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      credential(azure, Optional.empty()).getTokenSync(VAULT);
      assertEquals(1, azure.emulator().requests().size());
    } finally {
      global.remove(Configuration.PROPERTY_HTTP_PROXY);
    }
  }

  @Test
  void getToken_retiredExtension_isAskedByAForm() throws Exception {
    EmulatorConfig two =
        EmulatorConfig.local()
            .with(Identities.none().withUser("a", CLIENT).withUser("b", CLIENT.replace('1', '9')));
    try (EmulatedAzure azure = new EmulatedAzure(folder, two)) {
      ManagedIdentity wanted = two.identities().userAssigned().get(1);
      for (String id : List.of(wanted.clientId(), wanted.objectId(), wanted.resourceId())) {
        azure.emulator().clearRequests();
        URI uri = URI.create(azure.emulator().metadataEndpoint()).resolve("/oauth2/token");
        String token =
            identities(azure, uri, id).credential(Optional.empty()).getTokenSync(VAULT).getToken();
        assertTrue(claims(token).contains(wanted.clientId()), id);
        assertEquals("POST", azure.emulator().requests().get(0).method());
        assertEquals("/oauth2/token", azure.emulator().requests().get(0).path());
        assertEquals("", azure.emulator().requests().get(0).query());
      }
    }
  }

  @Test
  void getToken_identityAssignedLater_isFoundThen() throws Exception {
    EmulatorConfig none = EmulatorConfig.local().with(Identities.none());
    try (EmulatedAzure azure = new EmulatedAzure(folder, none)) {
      MovableClock clock = new MovableClock(Instant.now());
      TokenCredential credential =
          new Credentials(
                  new IdentitySettings(
                      URI.create(azure.emulator().metadataEndpoint() + "/oauth2/token"),
                      Optional.empty()),
                  with(azure.context(), clock))
              .credential(Optional.empty());
      assertThrows(TokenUnavailableException.class, () -> credential.getTokenSync(VAULT));
      azure.emulator().assign(Identities.system());
      clock.forward(Duration.ofSeconds(1));
      credential.getTokenSync(VAULT);
    }
  }

  @Test
  void getToken_hostThatIsNotAllowed_isNotAsked() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      // The name leads to this machine, but a name may lead anywhere.
      URI uri =
          URI.create(
              azure.emulator().metadataEndpoint().replace("127.0.0.1", "contoso.vault.azure.net")
                  + "/oauth2/token");
      TokenUnavailableException e =
          assertThrows(
              TokenUnavailableException.class,
              () ->
                  identities(azure, uri, CLIENT).credential(Optional.empty()).getTokenSync(VAULT));
      assertTrue(e.isRefused());
      assertTrue(e.reason().contains(uri + " is not asked: contoso.vault.azure.net"), e.reason());
      assertEquals(List.of(), azure.emulator().requests());

      Files.writeString(folder.resolve("token-endpoints"), "contoso.vault.azure.net\n");
      identities(azure, uri, azure.systemClientId())
          .credential(Optional.empty())
          .getTokenSync(VAULT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254/metadata/identity/oauth2/token, INSTANCE_METADATA",
    "http://localhost:40342/metadata/identity/oauth2/token, ARC",
    "http://localhost:50342/oauth2/token, RETIRED_EXTENSION",
    "http://localhost:50432/oauth2/token, RETIRED_EXTENSION"
  })
  void kind_ofAnEndpoint_showsInItsAddress(URI endpoint, EndpointKind kind) {
    assertEquals(kind, EndpointKind.of(new IdentitySettings(endpoint, Optional.empty())));
  }

  private static IdentityContext with(IdentityContext usual, Clock clock) {
    return new IdentityContext(
        usual.metadata(),
        usual.logins(),
        usual.environment(),
        usual.allowedEndpoints(),
        usual.arcKeys(),
        clock,
        usual.pause());
  }

  private static Credentials identities(EmulatedAzure azure, URI endpoint, String id) {
    return new Credentials(
        new IdentitySettings(endpoint, Optional.of(new UserAssignedIdentity(id))), azure.context());
  }

  private static String claims(String token) {
    String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    return new String(Base64.getUrlDecoder().decode(payload), UTF_8);
  }

  private static TokenCredential credential(EmulatedAzure azure, Optional<String> id) {
    return azure.identities(id).credential(Optional.empty());
  }

  private static TokenUnavailableException refused(EmulatedAzure azure, Optional<String> clientId) {
    return assertThrows(
        TokenUnavailableException.class, () -> credential(azure, clientId).getTokenSync(VAULT));
  }
}
