package dev.akvvm.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultsTest extends EmulatorFixture {
  private static final String SECRET = "/secrets/plain" + Peer.API;
  private static final String ASK =
      "/oauth2/token?api-version=2018-02-01&resource=https://vault.azure.net";

  FaultsTest() throws IOException {
    vault.putSecret("plain", "value", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 429, 500})
  void status_onMetadata_isAnsweredUntilCleared(int status)
      throws IOException, InterruptedException {
    emulator.faults().add(Fault.onMetadata(new Effect.Status(status)));

    assertEquals(status, peer.metadata(ASK).statusCode());
    assertEquals(status, peer.metadata(ASK).statusCode());
    emulator.faults().clear();
    assertEquals(200, peer.metadata(ASK).statusCode());
  }

  @Test
  void status_throttledTwice_endsByItself() throws IOException, InterruptedException {
    emulator.faults().add(Fault.onVaults("^/secrets/", new Effect.Status(429)).times(2));

    HttpResponse<String> first = peer.get(SECRET);

    assertEquals(429, first.statusCode());
    assertTrue(first.body().contains("VaultRequestTypeLimitReached"), first.body());
    assertTrue(first.headers().firstValue("Retry-After").isEmpty());
    assertEquals(200, peer.get("/secrets" + Peer.API).statusCode());
    assertEquals(429, peer.get(SECRET).statusCode());
    assertEquals(200, peer.get(SECRET).statusCode());
  }

  @Test
  void status_retryAfterAndBody_areSent() throws IOException, InterruptedException {
    emulator
        .faults()
        .add(
            Fault.onVaults(
                "", new Effect.Status(503, "sorry", Optional.of(Duration.ofSeconds(7)))));

    HttpResponse<String> answer = peer.get(SECRET);

    assertEquals("7", answer.headers().firstValue("Retry-After").orElse(""));
    assertEquals("sorry", answer.body());
  }

  @Test
  void delay_ordered_answersLater() throws IOException, InterruptedException {
    emulator.faults().add(Fault.onVaults("", new Effect.Delay(Duration.ofMillis(300))));
    long start = System.nanoTime();

    assertEquals(200, peer.get(SECRET).statusCode());

    assertTrue(System.nanoTime() - start >= 300_000_000L);
  }

  @Test
  void hang_limited_closesWithoutAnswer() {
    emulator
        .faults()
        .add(Fault.onVaults("", new Effect.Hang(Optional.of(Duration.ofMillis(100)))).times(2));

    assertThrows(IOException.class, () -> peer.get(SECRET));
    assertEquals(RecordedRequest.NO_ANSWER, emulator.requests().getLast().status());
  }

  @Test
  void hang_unlimited_endsWhenTheEmulatorCloses() throws InterruptedException {
    emulator.faults().add(Fault.onMetadata(new Effect.Hang(Optional.empty())));
    Thread caller =
        Thread.startVirtualThread(() -> assertThrows(IOException.class, () -> peer.metadata(ASK)));
    while (emulator.requests().isEmpty()) {
      Thread.sleep(10);
    }

    emulator.close();

    assertTrue(caller.join(Duration.ofSeconds(10)));
  }

  @Test
  void drop_ordered_closesWithoutAnswer() {
    emulator.faults().add(Fault.onMetadata(new Effect.Drop()));

    assertThrows(IOException.class, () -> peer.metadata(ASK));
  }

  @Test
  void truncate_ordered_endsInsideTheBody() {
    emulator.faults().add(Fault.onVaults("", new Effect.Truncate()));

    assertThrows(IOException.class, () -> peer.get(SECRET));
    assertEquals(200, emulator.requests().getLast().status());
  }

  @Test
  void malformed_ordered_isNoJson() throws IOException, InterruptedException {
    emulator.faults().add(Fault.onVaults("", new Effect.Malformed()));

    HttpResponse<String> answer = peer.get(SECRET);

    assertEquals(200, answer.statusCode());
    assertThrows(IllegalArgumentException.class, () -> Peer.json(answer));
  }

  @Test
  void html_ordered_isPage() throws IOException, InterruptedException {
    emulator.faults().add(Fault.onMetadata(new Effect.Html()).times(1));

    assertTrue(
        peer.metadata(ASK).headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
  }

  @Test
  void redirect_ordered_pointsElsewhere() throws IOException, InterruptedException {
    emulator
        .faults()
        .add(Fault.onVaults("", new Effect.Redirect("https://elsewhere.example.com/")));

    HttpResponse<String> answer = peer.get(SECRET);

    assertEquals(302, answer.statusCode());
    assertEquals(
        "https://elsewhere.example.com/", answer.headers().firstValue("Location").orElse(""));
  }
}
