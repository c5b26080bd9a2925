package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArcServiceTest {
  private static final String ASK =
      "/oauth2/token?api-version=2019-11-01&resource=https://vault.azure.net";

  @TempDir private Path folder;

  private AzureEmulator emulator;
  private Peer peer;

  @BeforeEach
  void start() throws IOException {
    emulator = AzureEmulator.start(EmulatorConfig.local().with(Arc.local(folder)));
    peer = new Peer(emulator);
  }

  @AfterEach
  void stop() {
    peer.close();
    emulator.close();
  }

  @Test
  void token_withTheContentOfTheKeyFile_isGivenOnce() throws Exception {
    HttpResponse<String> challenge = ask(ASK, "");
    assertEquals(401, challenge.statusCode());
    String header = challenge.headers().firstValue("WWW-Authenticate").orElseThrow();
    assertTrue(header.startsWith("Basic realm=" + folder) && header.endsWith(".key"), header);
    String key = Files.readString(Path.of(header.replaceFirst("Basic realm=", "")));

    assertEquals(200, ask(ASK, "Basic " + key).statusCode());
    assertEquals(401, ask(ASK, "Basic " + key).statusCode());
  }

  @Test
  @Tag("slow")
  void token_withAnotherKey_isChallengedAgain() throws Exception {
    assertEquals(401, ask(ASK, "Basic x").statusCode());
  }

  @Test
  void token_ofAUserAssignedIdentity_is400() throws Exception {
    assertEquals(400, ask(ASK + "&client_id=x", "").statusCode());
  }

  private HttpResponse<String> ask(String pathAndQuery, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(emulator.arcEndpoint() + pathAndQuery))
            .header("Metadata", "true");
    return peer.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }
}
