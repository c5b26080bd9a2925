package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenServiceTest extends EmulatorFixture {
  private static final String ASK =
      "/oauth2/token?api-version=2018-02-01&resource=https://vault.azure.net";
  private static final String ONE = "11111111-0000-4000-8000-000000000001";
  private static final String TWO = "22222222-0000-4000-8000-000000000002";

  TokenServiceTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        ASK,
        "/oauth2/token/?api%2Dversion=2019-08-01&resource=https%3A%2F%2Fvault.azure.net"
      })
  void token_systemIdentity_numbersAreStrings(String ask) throws IOException, InterruptedException {
    HttpResponse<String> answer = peer.metadata(ask);

    JsonNode body = Peer.json(answer);
    assertEquals(200, answer.statusCode());
    assertEquals("86400", body.path("expires_in").textValue());
    assertEquals(
        Long.toString(clock.instant().getEpochSecond() + 86400),
        body.path("expires_on").textValue());
    assertEquals("https://vault.azure.net", body.path("resource").textValue());
    assertEquals("Bearer", body.path("token_type").textValue());
  }

  @Test
  void token_systemIdentity_isJwtWithClaims() throws IOException, InterruptedException {
    String[] parts = peer.token("https://vault.azure.net").split("\\.", -1);

    assertEquals(3, parts.length);
    ObjectNode claims =
        Json.readObject(
            new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    assertEquals("https://vault.azure.net", claims.path("aud").textValue());
    assertEquals(clock.instant().getEpochSecond() + 86400, claims.path("exp").longValue());
    for (String name : List.of("oid", "appid", "tid", "iss", "xms_mirid")) {
      assertFalse(claims.path(name).asText().isEmpty(), name);
    }
  }

  @Test
  void token_withoutMetadataHeader_is400() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        peer.send(HttpRequest.newBuilder(URI.create(emulator.metadataEndpoint() + ASK)));

    assertEquals(400, answer.statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth2/token?resource=https://vault.azure.net",
        "/oauth2/token?api-version=2018-02-01"
      })
  void token_parameterMissing_is400(String ask) throws IOException, InterruptedException {
    assertEquals(400, peer.metadata(ask).statusCode());
  }

  @Test
  void token_severalUserIdentitiesNoChoice_is400() throws IOException, InterruptedException {
    emulator.assign(Identities.none().withUser("one", ONE).withUser("two", TWO));

    HttpResponse<String> answer = peer.metadata(ASK);

    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("Multiple user assigned identities exist"), answer.body());
  }

  @Test
  void token_severalUserIdentitiesAndSystem_isSystems() throws IOException, InterruptedException {
    emulator.assign(Identities.system().withUser("one", ONE).withUser("two", TWO));

    assertEquals(
        Identities.system().systemAssigned().orElseThrow().clientId(),
        Peer.json(peer.metadata(ASK)).path("client_id").textValue());
  }

  @Test
  void token_oneUserIdentityNoChoice_isIts() throws IOException, InterruptedException {
    emulator.assign(Identities.none().withUser("one", ONE));

    assertEquals(ONE, Peer.json(peer.metadata(ASK)).path("client_id").textValue());
  }

  @Test
  void token_chosenByAnyName_isChosen() throws IOException, InterruptedException {
    Identities identities = Identities.none().withUser("one", ONE).withUser("two", TWO);
    emulator.assign(identities);
    ManagedIdentity two = identities.userAssigned().getLast();

    for (String choice :
        List.of(
            "client_id=" + two.clientId(),
            "object_id=" + two.objectId(),
            "msi_res_id=" + two.resourceId())) {
      assertEquals(
          TWO, Peer.json(peer.metadata(ASK + "&" + choice)).path("client_id").textValue(), choice);
    }
  }

  @Test
  void token_unknownIdentity_isNotFound() throws IOException, InterruptedException {
    HttpResponse<String> answer = peer.metadata(ASK + "&client_id=" + ONE);

    assertEquals(400, answer.statusCode());
    assertEquals("invalid_request", Peer.json(answer).path("error").textValue());
    assertEquals("Identity not found", Peer.json(answer).path("error_description").textValue());
  }

  @Test
  void token_noIdentityAtAll_isNotFound() throws IOException, InterruptedException {
    emulator.assign(Identities.none());

    assertTrue(peer.metadata(ASK).body().contains("Identity not found"));
  }

  @Test
  void token_formOfRetiredExtension_isGiven() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        peer.send(
            HttpRequest.newBuilder(URI.create(emulator.metadataEndpoint()).resolve("/oauth2/token"))
                .header("Metadata", "true")
                .POST(
                    HttpRequest.BodyPublishers.ofString("resource=https%3A%2F%2Fvault.azure.net")));

    assertEquals(200, answer.statusCode());
  }
}
