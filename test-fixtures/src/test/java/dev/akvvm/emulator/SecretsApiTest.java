package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsApiTest extends EmulatorFixture {
  private static final String BASE = "https://contoso.vault.azure.net";

  SecretsApiTest() throws IOException {}

  @Test
  void get_certificate_hasEveryField() throws IOException, InterruptedException {
    CertificateVersion made = vault.createCertificate("web", QUICK);

    JsonNode secret = Peer.json(peer.get("/secrets/web" + Peer.API));

    assertEquals(BASE + "/secrets/web/" + made.version(), secret.path("id").textValue());
    assertEquals(BASE + "/keys/web/" + made.version(), secret.path("kid").textValue());
    assertEquals("application/x-pkcs12", secret.path("contentType").textValue());
    assertTrue(secret.path("managed").booleanValue());
    JsonNode attributes = secret.path("attributes");
    assertTrue(attributes.path("enabled").booleanValue());
    assertEquals(
        made.leaf().getNotBefore().toInstant().getEpochSecond(),
        attributes.path("nbf").longValue());
    assertEquals(
        made.leaf().getNotAfter().toInstant().getEpochSecond(), attributes.path("exp").longValue());
    assertEquals(clock.instant().getEpochSecond(), attributes.path("created").longValue());
    assertEquals("Recoverable+Purgeable", attributes.path("recoveryLevel").textValue());
    assertEquals(90, attributes.path("recoverableDays").intValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secrets/plain?api-version=7.4",
        "/secrets/plain/?api-version=7.4",
        "//secrets/plain?api-version=7.4",
        "/secrets/PLAIN?api%2Dversion=7.4"
      })
  void get_everySpelling_isFound(String path) throws IOException, InterruptedException {
    vault.putSecret("plain", "value", "text/plain");

    assertEquals("value", Peer.json(peer.get(path)).path("value").textValue());
  }

  @Test
  void get_olderVersion_hasItsValue() throws IOException, InterruptedException {
    String first = vault.putSecret("plain", "one", "");
    vault.putSecret("plain", "two", "");

    assertEquals(
        "one", Peer.json(peer.get("/secrets/plain/" + first + Peer.API)).path("value").textValue());
    assertEquals("two", Peer.json(peer.get("/secrets/plain" + Peer.API)).path("value").textValue());
  }

  @Test
  void get_unknownOrDeleted_isSecretNotFound() throws IOException, InterruptedException {
    String version = vault.putSecret("plain", "value", "");
    vault.delete("plain");

    for (String path :
        Set.of(
            "/secrets/plain",
            "/secrets/plain/" + version,
            "/secrets/plain/versions",
            "/secrets/nothing")) {
      var answer = peer.get(path + Peer.API);
      assertEquals(404, answer.statusCode());
      assertEquals("SecretNotFound", Peer.json(answer).at("/error/code").textValue());
    }
  }

  @Test
  void list_sixtySecrets_isPagedWithoutValues() throws IOException, InterruptedException {
    for (int n = 0; n < 60; n++) {
      vault.putSecret("plain-" + n, "value", "");
    }

    Set<String> ids = new HashSet<>();
    int pages = 0;
    String next = "/secrets" + Peer.API;
    while (!next.isEmpty()) {
      JsonNode page = Peer.json(peer.get(next));
      assertTrue(page.path("value").size() <= 25);
      page.path("value").forEach(item -> ids.add(item.path("id").textValue()));
      assertFalse(page.path("value").toString().contains("\"value\""));
      pages++;
      String link = page.path("nextLink").asText("");
      assertTrue(link.isEmpty() || link.startsWith(BASE + "/secrets?"), link);
      assertTrue(link.isEmpty() || link.contains("$skiptoken="), link);
      next = link.isEmpty() ? "" : "/secrets?" + URI.create(link).getRawQuery();
    }
    assertEquals(3, pages);
    assertEquals(60, ids.size());
    assertTrue(ids.contains(BASE + "/secrets/plain-59"));
  }

  @Test
  void list_moreThan25Asked_is400() throws IOException, InterruptedException {
    assertEquals(400, peer.get("/secrets" + Peer.API + "&maxresults=26").statusCode());
    assertEquals(400, peer.get("/secrets" + Peer.API + "&maxresults=x").statusCode());
    assertEquals(400, peer.get("/secrets" + Peer.API + "&$skiptoken=zz").statusCode());
  }

  @Test
  void list_newVersionAndUpdate_movesUpdated() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK);
    long made = updated();

    vault.renew("web");
    long renewed = updated();
    vault.setEnabled("web", false);

    assertTrue(renewed > made);
    assertTrue(updated() > renewed);
  }

  @Test
  void versions_renewedTwice_hasThreeWithIds() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK);
    vault.renew("web");
    CertificateVersion last = vault.renew("web");

    JsonNode versions = Peer.json(peer.get("/secrets/web/versions" + Peer.API)).path("value");

    assertEquals(3, versions.size());
    assertTrue(versions.toString().contains("/secrets/web/" + last.version()));
  }

  @Test
  void put_thenPatch_changesAttributes() throws IOException, InterruptedException {
    JsonNode made =
        Peer.json(
            peer.send(
                "PUT",
                "/secrets/made" + Peer.API,
                "{\"value\":\"v\",\"contentType\":\"text/plain\",\"attributes\":{\"exp\":4000000000}}"));
    assertEquals("v", made.path("value").textValue());
    String path = URI.create(made.path("id").textValue()).getPath();

    JsonNode patched =
        Peer.json(peer.send("PATCH", path + Peer.API, "{\"attributes\":{\"enabled\":false}}"));

    assertFalse(patched.at("/attributes/enabled").booleanValue());
    assertEquals(4_000_000_000L, patched.at("/attributes/exp").longValue());
    assertEquals("text/plain", patched.path("contentType").textValue());
    assertEquals(403, peer.get("/secrets/made" + Peer.API).statusCode());
  }

  @Test
  void put_badInput_is400() throws IOException, InterruptedException {
    assertEquals(400, peer.send("PUT", "/secrets/made" + Peer.API, "{}").statusCode());
    assertEquals(400, peer.send("PUT", "/secrets/made" + Peer.API, "nonsense").statusCode());
    assertEquals(
        400, peer.send("PUT", "/secrets/un_der" + Peer.API, "{\"value\":\"v\"}").statusCode());
  }

  @Test
  void delete_existing_isGone() throws IOException, InterruptedException {
    vault.putSecret("plain", "value", "");

    JsonNode deleted = Peer.json(peer.send("DELETE", "/secrets/plain" + Peer.API, ""));

    assertEquals(BASE + "/deletedsecrets/plain", deleted.path("recoveryId").textValue());
    assertEquals(404, peer.get("/secrets/plain" + Peer.API).statusCode());
  }

  private long updated() throws IOException, InterruptedException {
    return Peer.json(peer.get("/secrets" + Peer.API)).at("/value/0/attributes/updated").longValue();
  }
}
