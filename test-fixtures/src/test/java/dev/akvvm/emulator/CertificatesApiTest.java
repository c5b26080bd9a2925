package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class CertificatesApiTest extends EmulatorFixture {
  private static final String BASE = "https://contoso.vault.azure.net";

  CertificatesApiTest() throws IOException {}

  @Test
  void get_current_hasCertificateAndPolicy() throws IOException, InterruptedException {
    CertificateVersion made = vault.createCertificate("web", QUICK.notExportable());

    JsonNode certificate = Peer.json(peer.get("/certificates/web" + Peer.API));

    assertEquals(BASE + "/certificates/web/" + made.version(), certificate.path("id").textValue());
    assertEquals(BASE + "/secrets/web/" + made.version(), certificate.path("sid").textValue());
    assertEquals(BASE + "/keys/web/" + made.version(), certificate.path("kid").textValue());
    assertArrayEquals(
        Pem.der(made.leaf()), Base64.getDecoder().decode(certificate.path("cer").textValue()));
    assertEquals(27, certificate.path("x5t").textValue().length());
    assertFalse(certificate.at("/policy/key_props/exportable").booleanValue());
    assertEquals(
        "AutoRenew", certificate.at("/policy/lifetime_actions/0/action/action_type").textValue());
  }

  @Test
  void list_secretsToo_hasCertificatesOnly() throws IOException, InterruptedException {
    vault.createCertificate("web", QUICK);
    vault.putSecret("plain", "value", "");

    JsonNode list = Peer.json(peer.get("/certificates" + Peer.API)).path("value");

    assertEquals(1, list.size());
    assertEquals(BASE + "/certificates/web", list.at("/0/id").textValue());
    assertEquals(404, peer.get("/certificates/plain" + Peer.API).statusCode());
  }

  @Test
  void get_olderVersionAndVersions_areFound() throws IOException, InterruptedException {
    CertificateVersion first = vault.createCertificate("web", QUICK);
    vault.renew("web");

    assertEquals(200, peer.get("/certificates/web/" + first.version() + Peer.API).statusCode());
    assertEquals(
        2, Peer.json(peer.get("/certificates/web/versions" + Peer.API)).path("value").size());
    assertEquals(200, peer.get("/certificates/web/policy" + Peer.API).statusCode());
  }

  @Test
  void get_unknown_isCertificateNotFound() throws IOException, InterruptedException {
    var answer = peer.get("/certificates/nothing" + Peer.API);

    assertEquals(404, answer.statusCode());
    assertEquals("CertificateNotFound", Peer.json(answer).at("/error/code").textValue());
  }
}
