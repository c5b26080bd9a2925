package dev.akvvm.identity;

import static dev.akvvm.identity.ScriptedEndpoint.TOKEN;
import static dev.akvvm.identity.ScriptedEndpoint.VAULT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import dev.akvvm.settings.UserAssignedIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Which answers are asked for again, how long, and what is said of the last one. */
final class TokenEndpointTest {
  private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

  TokenEndpointTest() throws IOException {}

  @AfterEach
  void close() {
    endpoint.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 429, 500, 503, 504})
  void request_passingAnswer_isRepeated(int status) {
    endpoint.then(status, "{}").then(status, "{}").then(200, TOKEN);
    assertEquals("a-token", request(Optional.empty()));
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), endpoint.pauses);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void request_retryAfterWithinTheTime_isWaitedFor(int status) {
    endpoint.then(status, Map.of("Retry-After", "4"), "{}").then(200, TOKEN);
    assertEquals("a-token", request(Optional.empty()));
    assertEquals(List.of(Duration.ofSeconds(4)), endpoint.pauses);
  }

  @Test
  void request_longRetryAfter_endsAtOnceAndNothingIsSentUntilThen() {
    endpoint.then(429, Map.of("Retry-After", "60"), "{}").then(200, TOKEN);
    TokenEndpoint shared = new TokenEndpoint(endpoint.uri(), endpoint.context(Path.of("/")));
    TokenResponse first = shared.ask(shared.get(Map.of()));
    assertEquals(Optional.of(Duration.ofSeconds(60)), first.retryAfter());

    endpoint.clock.forward(Duration.ofSeconds(20));
    TokenResponse second = shared.askOnce(shared.post(Map.of()));
    assertEquals(429, second.status());
    assertEquals(Optional.of(Duration.ofSeconds(40)), second.retryAfter());
    assertEquals(1, endpoint.received().size());

    endpoint.clock.forward(Duration.ofSeconds(40));
    assertEquals(200, shared.ask(shared.get(Map.of())).status());
    assertEquals(List.of(), endpoint.pauses);
  }

  @Test
  void request_clockGoesBackDuringAPause_theEndpointIsAskedAgain() {
    endpoint.then(503, Map.of("Retry-After", "60"), "{}").then(200, TOKEN);
    TokenEndpoint shared = new TokenEndpoint(endpoint.uri(), endpoint.context(Path.of("/")));
    assertEquals(503, shared.ask(shared.get(Map.of())).status());
    endpoint.clock.forward(Duration.ofDays(-30));
    assertEquals(200, shared.ask(shared.get(Map.of())).status());
  }

  @Test
  void failure_afterARetryAfter_tellsForHowLong() {
    endpoint.then(429, Map.of("Retry-After", "60"), "{}");
    assertEquals(Optional.of(Duration.ofSeconds(60)), failure(Optional.empty()).retryAfter());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 405, 410})
  void request_answerThatStays_isNotRepeated(int status) {
    endpoint.then(status, "{}");
    assertThrows(TokenUnavailableException.class, () -> request(Optional.empty()));
    assertEquals(1, endpoint.received().size());
    assertEquals(List.of(), endpoint.pauses);
  }

  @Test
  void request_passingAnswerThatStays_endsWithinTenSeconds() {
    endpoint.then(503, "{\"error_description\": \"later\"}");
    TokenUnavailableException e = failure(Optional.empty());
    assertFalse(e.isRefused());
    assertEquals(
        "the managed identity endpoint "
            + endpoint.uri()
            + " answered 503 when asked for the machine's identity: later",
        e.reason());
    assertEquals(4, endpoint.received().size());
    assertEquals(
        Duration.ofSeconds(7), endpoint.pauses.stream().reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  @Timeout(5)
  void request_noAnswerInTime_isCutOffAndRepeatedWithinTenSeconds() {
    Instant start = endpoint.clock.instant();
    SilentClient silent = new SilentClient();
    TokenResponse response = silent.endpoint().ask(silent.endpoint().get(Map.of()));
    assertEquals(TokenResponse.NONE, response.status());
    assertTrue(response.body().contains("no answer in time"), response.body());
    assertEquals(2, silent.asked);
    assertEquals(Duration.ofSeconds(11), Duration.between(start, endpoint.clock.instant()));
  }

  @Test
  void request_interrupted_endsAtOnce() {
    endpoint.then(503, "{}");
    IdentityContext usual = endpoint.context(Path.of("/"));
    TokenEndpoint interrupted =
        new TokenEndpoint(
            endpoint.uri(),
            new IdentityContext(
                usual.metadata(),
                usual.logins(),
                Map.of(),
                usual.allowedEndpoints(),
                usual.arcKeys(),
                usual.clock(),
                _ -> {
                  throw new InterruptedException();
                }));
    assertEquals(503, interrupted.ask(interrupted.get(Map.of())).status());
    assertTrue(Thread.interrupted());
    assertEquals(1, endpoint.received().size());
  }

  @Test
  void request_webPage_asksWhetherTheEndpointIsRight() {
    endpoint.then(200, "<html>Sign in</html>");
    TokenUnavailableException e = failure(Optional.empty());
    assertEquals(
        "the managed identity endpoint "
            + endpoint.uri()
            + " did not answer with JSON; is msiEndpoint right?",
        e.reason());
  }

  @Test
  @Tag("slow")
  void request_pageOfAnotherServer_asksWhetherTheEndpointIsRight() {
    endpoint.then(404, "<html>not found</html>");
    String reason = failure(Optional.empty()).reason();
    assertTrue(
        reason.endsWith("answered 404 with something that is not JSON; is msiEndpoint right?"),
        reason);
  }

  @Test
  void request_redirect_isNotFollowedAndNamesTheHostAlone() {
    endpoint.then(302, Map.of("Location", "https://login.example/x?code=hunter2"), "");
    String reason = failure(Optional.empty()).reason();
    assertTrue(
        reason.endsWith(
            "answered 302, a redirect to login.example: that is not a token endpoint; is"
                + " msiEndpoint right?"),
        reason);
  }

  @Test
  void request_answerWithoutToken_saysWhatIsMissing() {
    endpoint.then(200, "{\"hello\": \"world\"}");
    String reason = failure(Optional.empty()).reason();
    assertTrue(reason.contains("answered without access_token or expires_on"), reason);
  }

  @Test
  void request_expiryAsSecondsFromNow_isUnderstood() {
    endpoint.then(200, "{\"access_token\": \"a-token\", \"expires_in\": \"3600\"}");
    assertEquals(
        endpoint.clock.instant().plusSeconds(3600),
        source(Optional.empty()).request(VAULT).getExpiresAt().toInstant());
  }

  @Test
  void request_identityUnknown_saysWhichAndWhatToDo() {
    endpoint.then(400, "{\"error_description\": \"Identity not found\"}");
    TokenUnavailableException named = failure(Optional.of("11111111-2222-3333-4444-555555555555"));
    assertTrue(named.isRefused());
    assertTrue(
        named
            .reason()
            .endsWith(
                "answered 400 when asked for the user-assigned identity"
                    + " 11111111-2222-3333-4444-555555555555: Identity not found; assign it to this"
                    + " machine, or correct msiClientId"),
        named.reason());
    String own = failure(Optional.empty()).reason();
    assertTrue(
        own.endsWith(
            "when asked for the machine's identity: Identity not found; enable the machine's"
                + " system-assigned identity, or assign another to it"),
        own);
  }

  @Test
  void answer_shown_hidesItsBody() {
    assertFalse(
        new TokenResponse(200, TOKEN, "", "", Optional.empty()).toString().contains("a-token"));
  }

  private TokenUnavailableException failure(Optional<String> identity) {
    return assertThrows(TokenUnavailableException.class, () -> request(identity));
  }

  private String request(Optional<String> identity) {
    return source(identity).request(VAULT).getToken();
  }

  private TokenSource source(Optional<String> id) {
    Optional<UserAssignedIdentity> identity = id.map(UserAssignedIdentity::new);
    return ManagedIdentitySource.ofMetadataService(
        new TokenEndpoint(endpoint.uri(), endpoint.context(Path.of("/"))),
        identity,
        new TokenResponseParser(endpoint.uri(), identity, endpoint.clock));
  }

  /** Never answers, and by the clock is given up after five seconds. */
  private final class SilentClient implements HttpClient {
    private int asked;

    TokenEndpoint endpoint() {
      IdentityContext usual = endpoint.context(Path.of("/"));
      return new TokenEndpoint(
          URI.create("http://127.0.0.1:1/oauth2/token"),
          new IdentityContext(
              this,
              this,
              Map.of(),
              usual.allowedEndpoints(),
              usual.arcKeys(),
              usual.clock(),
              usual.pause()),
          Duration.ofMillis(100));
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      asked++;
      endpoint.clock.forward(Duration.ofSeconds(5));
      return Mono.never();
    }
  }
}
