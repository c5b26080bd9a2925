package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.EmulatorConfig;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Identities;
import dev.akvvm.emulator.ManagedIdentity;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.testing.EmulatedAzure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetadataServiceCredentialTest {
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
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        String claims = new String(Base64.getUrlDecoder().decode(payload), UTF_8);
        assertTrue(claims.contains(wanted.clientId()), id + ": " + claims);
      }
    }
  }

  @Test
  void credential_overrideOfACertificate_goesBeforeTheSettings() throws Exception {
    EmulatorConfig two =
        EmulatorConfig.local()
            .with(Identities.none().withUser("a", CLIENT).withUser("b", CLIENT.replace('1', '9')));
    try (EmulatedAzure azure = new EmulatedAzure(folder, two)) {
      ManagedIdentities identities = azure.identities(Optional.of(CLIENT));
      String other = CLIENT.replace('1', '9');
      identities.credential(Optional.of(new UserAssignedIdentity(other))).getTokenSync(VAULT);
      identities.credential(Optional.empty()).getTokenSync(VAULT);
      assertTrue(azure.emulator().requests().get(0).query().contains("client_id=" + other));
      assertTrue(azure.emulator().requests().get(1).query().contains("client_id=" + CLIENT));
    }
  }

  private static TokenCredential credential(EmulatedAzure azure, Optional<String> id) {
    return azure.identities(id).credential(Optional.empty());
  }

  private static TokenUnavailableException refused(EmulatedAzure azure, Optional<String> clientId) {
    return assertThrows(
        TokenUnavailableException.class, () -> credential(azure, clientId).getTokenSync(VAULT));
  }
}
