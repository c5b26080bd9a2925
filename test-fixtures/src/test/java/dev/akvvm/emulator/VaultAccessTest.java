package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VaultAccessTest extends EmulatorFixture {
  private static final String SECRET = "/secrets/plain" + Peer.API;

  VaultAccessTest() throws IOException {}

  @BeforeEach
  void putSecret() {
    vault.putSecret("plain", "hidden", "");
    vault.putSecret("other", "hidden", "");
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.vault.azure.net, https://login.windows.net, https://vault.azure.net",
    "contoso.vault.azure.net:8443, https://login.windows.net, https://vault.azure.net",
    "contoso.vault.azure.cn, https://login.chinacloudapi.cn, https://vault.azure.cn",
    "contoso.vault.usgovcloudapi.net, https://login.microsoftonline.us,"
        + " https://vault.usgovcloudapi.net",
    "localhost, https://login.windows.net, https://vault.azure.net"
  })
  void read_withoutToken_isChallengedByTheHostsCloud(String host, String authority, String resource)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = peer.anonymous(host, SECRET);

    assertEquals(401, answer.statusCode());
    assertEquals(
        "Bearer authorization=\"%s/%s\", resource=\"%s\""
            .formatted(authority, AccessTokens.TENANT, resource),
        answer.headers().firstValue("WWW-Authenticate").orElse(""));
    assertTrue(answer.body().contains("AKV10000"), answer.body());
  }

  @Test
  void read_tokenForAnotherService_isAkv10022() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        peer.get(Peer.HOST, SECRET, peer.token("https://management.azure.com/"));

    assertEquals(401, answer.statusCode());
    assertTrue(answer.body().contains("AKV10022"), answer.body());
  }

  @Test
  void read_expiredToken_is401() throws IOException, InterruptedException {
    String token = peer.token("https://vault.azure.net");
    clock.forward(Duration.ofDays(1));

    assertEquals(401, peer.get(Peer.HOST, SECRET, token).statusCode());
  }

  @Test
  void read_noJwt_is401() throws IOException, InterruptedException {
    assertEquals(401, peer.get(Peer.HOST, SECRET, "nonsense").statusCode());
    assertEquals(401, peer.get(Peer.HOST, SECRET, "a.%%.c").statusCode());
  }

  @Test
  void read_withoutApiVersion_is400() throws IOException, InterruptedException {
    assertEquals(400, peer.get("/secrets/plain").statusCode());
  }

  @Test
  void read_goodToken_hasKeyVaultsHeaders() throws IOException, InterruptedException {
    HttpResponse<String> answer = peer.get(SECRET);

    assertEquals(200, answer.statusCode());
    assertEquals("westeurope", answer.headers().firstValue("x-ms-keyvault-region").orElse(""));
    assertTrue(answer.headers().firstValue("x-ms-keyvault-service-version").isPresent());
    assertTrue(answer.headers().firstValue("x-ms-request-id").isPresent());
    assertTrue(answer.headers().firstValue("Date").isPresent());
  }

  @Test
  void read_disabled_is403SecretDisabled() throws IOException, InterruptedException {
    vault.setEnabled("plain", false);

    assertForbidden(peer.get(SECRET), "SecretDisabled");
    vault.setEnabled("plain", true);
    assertEquals(200, peer.get(SECRET).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "RBAC, ForbiddenByRbac, Caller is not authorized to perform action",
    "ACCESS_POLICY, AccessDenied, does not have secrets get permission",
    "FIREWALL, ForbiddenByFirewall, is not authorized and caller is not a trusted service",
    "CONNECTION, ForbiddenByConnection, Public network access is disabled"
  })
  void read_denied_saysWhy(Denial kind, String innerCode, String words)
      throws IOException, InterruptedException {
    vault.deny("plain", kind);

    HttpResponse<String> answer = peer.get(SECRET);

    assertForbidden(answer, innerCode);
    assertTrue(answer.body().contains(words), answer.body());
    assertEquals(200, peer.get("/secrets/other" + Peer.API).statusCode());
    assertEquals(200, peer.get("/secrets" + Peer.API).statusCode());
  }

  @Test
  void read_allDenied_listsTooUntilAllowed() throws IOException, InterruptedException {
    vault.deny(Denial.FIREWALL);

    assertForbidden(peer.get("/secrets" + Peer.API), "ForbiddenByFirewall");
    assertForbidden(peer.get("/secrets/other" + Peer.API), "ForbiddenByFirewall");
    vault.allow();
    assertEquals(200, peer.get("/secrets" + Peer.API).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "RBAC, vaults/secrets/readMetadata/action",
    "ACCESS_POLICY, does not have secrets list permission"
  })
  void lists_denied_readsAreNot(Denial kind, String words)
      throws IOException, InterruptedException {
    vault.denyLists(kind);
    for (String path : List.of("/secrets", "/secrets/plain/versions")) {
      HttpResponse<String> answer = peer.get(path + Peer.API);
      assertEquals(403, answer.statusCode());
      assertTrue(answer.body().contains(words), answer.body());
    }
    assertEquals(200, peer.get(SECRET).statusCode());
    vault.allow();
    assertEquals(200, peer.get("/secrets/plain/versions" + Peer.API).statusCode());
  }

  @Test
  void requests_afterSome_areRecordedWithoutTokens() throws IOException, InterruptedException {
    String token = peer.token("https://vault.azure.net");
    emulator.clearRequests();

    peer.get(Peer.HOST, SECRET, token);
    peer.anonymous(Peer.HOST, "/secrets/nothing" + Peer.API);

    assertEquals(2, emulator.requests().size());
    assertEquals(
        new RecordedRequest(
            Listener.VAULTS,
            "GET",
            Peer.HOST,
            "/secrets/plain",
            "api-version=7.4",
            200,
            clock.instant()),
        emulator.requests().getFirst());
    assertEquals(401, emulator.requests().getLast().status());
    assertTrue(!emulator.requests().toString().contains(token));
  }

  private static void assertForbidden(HttpResponse<String> answer, String innerCode) {
    assertEquals(403, answer.statusCode());
    JsonNode error = Peer.json(answer).path("error");
    assertEquals("Forbidden", error.path("code").textValue());
    assertEquals(innerCode, error.path("innererror").path("code").textValue());
  }
}
