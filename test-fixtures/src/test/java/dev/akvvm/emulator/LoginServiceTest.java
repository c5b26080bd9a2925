package dev.akvvm.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the login refuses; that it grants, Microsoft's SDK shows in the agent's tests. */
final class LoginServiceTest extends EmulatorFixture {
  private static final String CLIENT = "11111111-0000-4000-8000-000000000001";
  private static final String TOKEN = "/" + Application.TENANT + "/oauth2/v2.0/token";
  private static final String SCOPE = "&scope=openid+https%3A%2F%2Fvault.azure.net%2F.default";
  private static final String GRANT = "grant_type=client_credentials&client_id=";

  LoginServiceTest() throws IOException {
    emulator.register(Application.of(CLIENT).withSecret("s").withFederatedSubject("vm"));
  }

  @Test
  void token_withItsSecret_isGivenForTheVaults() throws Exception {
    HttpResponse<String> answer = post(TOKEN, GRANT + CLIENT + SCOPE + "&client_secret=s");

    assertEquals(200, answer.statusCode());
    String token = Peer.json(answer).path("access_token").asText();
    assertEquals("https://vault.azure.net", AccessTokens.read(token).audience());
    assertEquals(CLIENT, AccessTokens.read(token).applicationId());
    assertEquals(Listener.LOGIN, emulator.requests().getFirst().listener());
  }

  @ParameterizedTest
  @CsvSource({
    "&client_secret=x, 401, AADSTS7000215",
    "'', 401, AADSTS7000218",
  })
  void token_withoutProof_isRefused(String proof, int status, String code) throws Exception {
    HttpResponse<String> answer = post(TOKEN, GRANT + CLIENT + SCOPE + proof);

    assertEquals(status, answer.statusCode());
    assertTrue(answer.body().contains(code), answer.body());
  }

  @Test
  void token_ofAnUnknownApplicationOrTenant_isRefused() throws Exception {
    assertTrue(
        post(TOKEN, GRANT + "x" + SCOPE + "&client_secret=s").body().contains("AADSTS700016"));
    assertTrue(
        post("/other/oauth2/v2.0/token", GRANT + CLIENT + SCOPE + "&client_secret=s")
            .body()
            .contains("AADSTS700016"));
  }

  @ParameterizedTest
  @CsvSource({
    "vm, api://AzureADTokenExchange, 60, 200",
    "other, api://AzureADTokenExchange, 60, 401",
    "vm, api://other, 60, 401",
    "vm, api://AzureADTokenExchange, -1, 401"
  })
  void token_forAFederatedOne_onlyIfItIsTrusted(
      String subject, String audience, int seconds, int status) throws Exception {
    long expires = clock.instant().getEpochSecond() + seconds;
    String claims =
        "{\"iss\":\"https://issuer\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
            .formatted(subject, audience, expires);

    assertEquals(status, asserted(claims).statusCode());
  }

  @Test
  void token_forAnUnsignedAssertionOfItsOwn_isRefused() throws Exception {
    emulator.register(
        Application.of(CLIENT)
            .withCertificate(Pem.certificate(vault.createCertificate("app", QUICK).leaf())));
    String claims =
        "{\"iss\":\"%1$s\",\"sub\":\"%1$s\",\"aud\":\"https://login.microsoftonline.com%2$s\",\"exp\":%3$d}"
            .formatted(CLIENT, TOKEN, clock.instant().getEpochSecond() + 60);

    assertEquals(401, asserted(claims).statusCode());
  }

  private HttpResponse<String> asserted(String claims) throws Exception {
    String jwt = encoded("{\"alg\":\"RS256\"}") + "." + encoded(claims) + ".";
    return post(
        TOKEN,
        GRANT
            + CLIENT
            + SCOPE
            + "&client_assertion_type="
            + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", UTF_8)
            + "&client_assertion="
            + jwt);
  }

  private HttpResponse<String> post(String path, String form) throws Exception {
    return peer.send(
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + emulator.vaultPort() + path))
            .header("Host", "login.microsoftonline.com")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}
