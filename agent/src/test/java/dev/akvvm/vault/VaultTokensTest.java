package dev.akvvm.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.akvvm.identity.RefusableCredential;
import dev.akvvm.settings.Vault;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** One request to a vault, and what it takes for it. */
final class VaultTokensTest {
  private static final String PLAIN =
      "Bearer authorization=\"https://login.windows.net/t\", resource=\"https://vault.azure.net\"";
  private static final String CLAIMS =
      "Bearer realm=\"\", authorization_uri=\"https://login.windows.net/common\","
          + " error=\"insufficient_claims\", claims=\""
          + Base64.getEncoder().encodeToString("{\"a\": 1}".getBytes(UTF_8))
          + "\"";
  private static final String OK = "";

  /** Each answer's challenge; none where the request succeeds. The last is given for ever. */
  private final Deque<String> answers = new ArrayDeque<>();

  /** The header each request had. */
  private final List<String> sent = new ArrayList<>();

  private final HttpPipeline pipeline = pipeline("contoso.vault.azure.net");
  private final HttpPipeline custom = pipeline("vault.example.com");

  private HttpPipeline pipeline(String host) {
    Vault vault = new Vault(host, 443);
    return new HttpPipelineBuilder()
        .httpClient(new ScriptedVault())
        .policies(
            new VaultTokens(
                vault,
                new WantedAudience(vault),
                new CallerTrackingCredential(new FakeCredential())))
        .build();
  }

  /** What was said of tokens, as {@code token minAge}. */
  private final List<String> refused = new ArrayList<>();

  /** Gives tokens that say what they are for. */
  private final class FakeCredential implements RefusableCredential {
    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.just(
          new AccessToken(request.getScopes() + " " + request.getClaims(), OffsetDateTime.MAX));
    }

    @Override
    public void refused(String token, Duration minAge) {
      refused.add("Bearer " + token + " " + minAge);
    }
  }

  @Test
  void send_tokenIsAccepted_isNotRefused() {
    send(OK);
    assertEquals(List.of(), refused);
  }

  @Test
  void send_tokenIsNotAccepted_isRefused() {
    send("Bearer realm=\"nothing to say\"");
    assertEquals(List.of(token("null") + " PT0S"), refused);
  }

  @Test
  void send_hostOfKeyVault_getsATokenForItsCloudAtOnce() {
    assertEquals(200, send(OK));
    assertEquals(List.of(token("null")), sent);
  }

  @Test
  void send_otherHost_isChallengedOnceAndItsAnswerRemembered() {
    String challenge = "Bearer resource=\"https://vault.example.com\"";
    String token = "Bearer [https://vault.example.com/.default] null";
    assertEquals(200, send(custom, challenge, OK));
    assertEquals(200, send(custom, OK));
    assertEquals(List.of("none", token, token), sent);
  }

  @Test
  void send_otherHostThatWantsATokenForKeyVault_isRefused() {
    assertThrows(ForeignAudienceException.class, () -> send(custom, PLAIN));
    assertEquals(List.of("none"), sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bearer resource=https://vault.example.com",
        "Bearer authorization=\"x\",resource=\"https://Vault.Example.Com\"",
        "Bearer scope=\"https://vault.example.com/.default\"",
        "Bearer  odd, =, resource=\"https://vault.example.com\", resource=\"https://example.com\""
      })
  void send_challengeInOtherWords_isMet(String challenge) {
    assertEquals(200, send(custom, challenge, OK));
    assertEquals(List.of("none", "Bearer [https://vault.example.com/.default] null"), sent);
  }

  @Test
  void send_challengeForTheVaultsOwnHost_isMetAndRemembered() {
    String token = "Bearer [https://contoso.vault.azure.net/.default] null";
    assertEquals(200, send("Bearer resource=\"https://contoso.vault.azure.net\"", OK));
    assertEquals(200, send(OK));
    assertEquals(List.of(token("null"), token, token), sent);
  }

  @Test
  void send_challengeForClaims_isMetInTheSameRequest() {
    assertEquals(200, send(CLAIMS, OK));
    assertEquals(List.of(token("null"), token("{\"a\": 1}")), sent);
  }

  @Test
  void send_tokenIsRefused_isNotSentAgain() {
    assertEquals(401, send(PLAIN));
    assertEquals(List.of(token("null")), sent);
  }

  @Test
  void send_challengesWithoutEnd_endsAfterTwo() {
    String own = "Bearer resource=\"https://contoso.vault.azure.net\"";
    assertEquals(401, send(own, CLAIMS, own));
    assertEquals(3, sent.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=x", "Bearer", "Bearer ", "Bearer realm=\"\"", "x"})
  void send_noChallengeThatATokenMeets_isTheAnswer(String challenge) {
    assertEquals(401, send(custom, challenge));
    assertEquals(List.of("none"), sent);
  }

  @Test
  void send_claimsThatCannotBeRead_areNone() {
    assertEquals(401, send(CLAIMS.replaceFirst("claims=\"", "claims=\"!")));
    assertEquals(List.of(token("null")), sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer resource=\"https://azure.net\"",
        "Bearer scope=\"https://azure.net/.default\"",
        "Bearer scope=\"https://vault.azure.net/.default https://example.com/.default\"",
        "Bearer resource=\"https://azure.net\", scope=\"https://vault.azure.net/.default\""
      })
  void send_challengeForAnother_isRefusedAlsoWhereTokensWereGiven(String challenge) {
    assertThrows(ForeignAudienceException.class, () -> send(challenge));
    assertEquals(200, send(OK));
    assertThrows(ForeignAudienceException.class, () -> send(challenge));
    assertEquals(List.of(token("null"), token("null"), token("null")), sent);
  }

  private static String token(String claims) {
    return "Bearer [https://vault.azure.net/.default] " + claims;
  }

  private int send(String... challenges) {
    return send(pipeline, challenges);
  }

  private int send(HttpPipeline by, String... challenges) {
    answers.clear();
    answers.addAll(List.of(challenges));
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, "https://contoso.vault.azure.net/secrets/web");
    try (HttpResponse response = by.sendSync(request, Context.NONE)) {
      return response.getStatusCode();
    }
  }

  private final class ScriptedVault implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return Mono.error(new AssertionError("asked asynchronously"));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
      sent.add(
          Optional.ofNullable(request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION))
              .orElse("none"));
      return answer(answers.size() > 1 ? answers.remove() : answers.element());
    }
  }

  /** No more of an answer than its status and its challenge. */
  private static HttpResponse answer(String challenge) {
    HttpHeaders headers = new HttpHeaders();
    if (!challenge.isEmpty()) {
      headers.set(HttpHeaderName.WWW_AUTHENTICATE, challenge);
    }
    HttpResponse answer = mock(CALLS_REAL_METHODS);
    doReturn(challenge.isEmpty() ? 200 : 401).when(answer).getStatusCode();
    doReturn(headers).when(answer).getHeaders();
    return answer;
  }
}
