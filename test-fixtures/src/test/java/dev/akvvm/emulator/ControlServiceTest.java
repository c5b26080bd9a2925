package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlServiceTest extends EmulatorFixture {
  private final ControlService control = new ControlService(emulator);

  ControlServiceTest() throws IOException {}

  @Test
  void certificate_everyField_isMadeSo() throws IOException, InterruptedException {
    JsonNode made =
        ok(
            "POST",
            "/vaults/contoso/certificates/web",
            """
            {"commonName":"a.example.org","keyType":"P-384","contentType":"application/x-pem-file","chainLength":2,
             "chainOrder":"root-first","notBeforeSeconds":-60,"validitySeconds":120,"exportable":false}
            """);

    assertEquals(clock.instant().getEpochSecond() - 60, made.path("nbf").longValue());
    assertEquals(clock.instant().getEpochSecond() + 60, made.path("exp").longValue());
    CertificateVersion version = vault.certificate("web");
    assertEquals(version.version(), made.path("version").textValue());
    assertEquals(version.fingerprint(), made.path("fingerprint").textValue());
    assertEquals("CN=a.example.org", version.leaf().getSubjectX500Principal().getName());
    assertEquals(2, version.chain().size());
    assertEquals(
        "application/x-pem-file",
        Peer.json(peer.get("/secrets/web" + Peer.API)).path("contentType").asText());
  }

  @Test
  void certificate_renewDisableEnableDelete_works() throws IOException, InterruptedException {
    String path = "/vaults/contoso/certificates/web";
    JsonNode first = ok("POST", path, "{\"keyType\":\"P-256\"}");

    JsonNode second = ok("POST", path + "/renew", "");
    assertTrue(!first.path("version").equals(second.path("version")));
    assertEquals(second, ok("GET", path, ""));
    ok("POST", path + "/disable", "");
    assertEquals(403, peer.get("/secrets/web" + Peer.API).statusCode());
    ok("POST", path + "/enable", "");
    assertEquals(200, peer.get("/secrets/web" + Peer.API).statusCode());
    ok("DELETE", path, "");
    assertEquals(404, peer.get("/secrets/web" + Peer.API).statusCode());
  }

  @Test
  void denyAndAllow_all_works() throws IOException, InterruptedException {
    ok("PUT", "/vaults/contoso/secrets/plain", "{\"value\":\"v\",\"contentType\":\"text/plain\"}");

    ok("POST", "/vaults/contoso/deny", "{\"kind\":\"access-policy\"}");
    assertEquals(403, peer.get("/secrets/plain" + Peer.API).statusCode());
    ok("POST", "/vaults/contoso/allow", "");
    assertEquals(200, peer.get("/secrets/plain" + Peer.API).statusCode());
    ok("POST", "/vaults/contoso/deny-lists", "{\"kind\":\"rbac\"}");
    assertEquals(403, peer.get("/secrets/plain/versions" + Peer.API).statusCode());
    assertEquals(200, peer.get("/secrets/plain" + Peer.API).statusCode());
    ok("POST", "/vaults/contoso/deny", "{\"kind\":\"rbac\",\"name\":\"plain\"}");
    assertEquals(403, peer.get("/secrets/plain" + Peer.API).statusCode());
  }

  @Test
  void signingRequestAndRoles_toOrder_work() throws IOException, InterruptedException {
    String path = "/vaults/contoso/certificates/web";
    String pending = "/certificates/web/pending" + Peer.API;
    ok("POST", path, "{\"keyType\":\"P-256\"}");
    ok("POST", path + "/request-signing", "");
    assertEquals(403, peer.get("/secrets/web" + Peer.API).statusCode());
    assertEquals(200, peer.get(pending).statusCode());
    ok("POST", path + "/merge", "");
    assertEquals(200, peer.get("/secrets/web" + Peer.API).statusCode());
    assertEquals(404, peer.get(pending).statusCode());
    ok("POST", "/vaults/contoso/grant-secrets-only", "");
    assertEquals(403, peer.get(pending).statusCode());
    assertEquals(200, peer.get("/secrets/web" + Peer.API).statusCode());
  }

  @Test
  void faults_addedAndCleared_work() throws IOException, InterruptedException {
    ok(
        "POST",
        "/faults",
        "{\"listener\":\"vaults\",\"path\":\"plain\",\"effect\":\"status\",\"status\":429,\"retryAfterSeconds\":3}");
    var throttled = peer.get("/secrets/plain" + Peer.API);
    assertEquals(429, throttled.statusCode());
    assertEquals("3", throttled.headers().firstValue("Retry-After").orElse(""));
    ok("DELETE", "/faults", "");
    assertEquals(404, peer.get("/secrets/plain" + Peer.API).statusCode());
  }

  @Test
  void requests_listedAndForgotten() throws IOException, InterruptedException {
    peer.get("/secrets/plain" + Peer.API);

    JsonNode last = listed();
    assertEquals(2, last.size());
    assertEquals("/secrets/plain", last.at("/1/path").textValue());
    assertEquals(404, last.at("/1/status").intValue());
    ok("DELETE", "/requests", "");
    assertEquals(0, listed().size());
  }

  @Test
  void identities_put_areTheMachines() throws IOException, InterruptedException {
    ok(
        "PUT",
        "/identities",
        "{\"userAssigned\":[{\"name\":\"one\",\"clientId\":\"c1\"},{\"name\":\"two\",\"clientId\":\"c2\"}]}");

    assertTrue(
        peer.metadata("/oauth2/token?api-version=2018-02-01&resource=r")
            .body()
            .contains("Multiple user assigned"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "POST | /vaults/contoso/certificates/web | {\"keyType\":\"DSA\"} | keyType must be one of"
            + " RSA-2048",
        "POST | /vaults/contoso/certificates/web | {\"keytype\":\"P-256\"} | unknown field"
            + " 'keytype'",
        "POST | /vaults/contoso/certificates/web | {\"chainLength\":0} | chainLength must be 1 to"
            + " 10, not 0",
        "POST | /vaults/contoso/certificates/web | {\"chainLength\":\"3\"} | chainLength must be a"
            + " whole number",
        "POST | /vaults/contoso/certificates/web | {\"exportable\":1} | exportable must be true or"
            + " false",
        "POST | /vaults/contoso/certificates/w_b | {} | letters, digits and hyphens",
        "POST | /vaults/contoso/certificates/web | [] | must be a JSON object",
        "POST | /vaults/contoso/certificates/web | {nonsense | not JSON",
        "PUT | /vaults/contoso/secrets/plain | {} | 'value' is missing",
        "POST | /vaults/contoso/deny | {\"kind\":\"no\"} | kind must be one of rbac",
        "POST | /faults | {\"listener\":\"vaults\",\"effect\":\"boom\"} | effect must be status,"
            + " delay",
        "POST | /faults | {\"listener\":\"vaults\",\"effect\":\"status\"} | 'status' is missing",
        "POST | /faults | {\"listener\":\"vaults\",\"effect\":\"status\",\"status\":99} | 200 to"
            + " 599",
        "POST | /faults | {\"listener\":\"vaults\",\"effect\":\"drop\",\"times\":0} | times must be"
            + " at least 1",
        "POST | /faults | {\"listener\":\"vaults\",\"effect\":\"drop\",\"path\":\"(\"} | Unclosed"
            + " group",
        "POST | /faults | {\"listener\":\"dns\",\"effect\":\"drop\"} | listener must be one of"
            + " metadata, arc, login, vaults",
        "PUT | /identities | {\"userAssigned\":[1]} | userAssigned must hold objects"
      })
  void input_bad_is400WithOneLine(String method, String path, String body, String words) {
    Response answer = ask(method, path, body);

    assertEquals(400, answer.status());
    assertTrue(answer.body().contains(words), answer.body());
    assertEquals(1, answer.body().lines().count(), answer.body());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /vaults/contoso/certificates/nothing, vault contoso has no nothing",
    "POST, /vaults/contoso/certificates/nothing/renew, vault contoso has no nothing",
    "DELETE, /vaults/contoso/secrets/nothing, vault contoso has no nothing",
    "GET, /nonsense, no such control: GET /nonsense",
    "PATCH, /vaults/contoso/certificates/x, no such control"
  })
  void input_unknown_is404WithOneLine(String method, String path, String words) {
    Response answer = ask(method, path, "");

    assertEquals(404, answer.status());
    assertTrue(answer.body().contains(words), answer.body());
  }

  private JsonNode listed() {
    return Json.readObject("{\"all\":" + ask("GET", "/requests", "").body() + "}").path("all");
  }

  private JsonNode ok(String method, String path, String body) {
    Response answer = ask(method, path, body);
    assertEquals(200, answer.status(), answer.body());
    return Json.readObject(answer.body());
  }

  private Response ask(String method, String path, String body) {
    return control.answer(new Request(method, "localhost", path, "", Map.of(), body, "127.0.0.1"));
  }
}
