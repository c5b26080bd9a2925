package dev.akvvm.vault;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.akvvm.settings.Vault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Gives one vault the tokens it asks for, as long as they are for that vault. A vault below one of
 * Key Vault's suffixes gets a token for its cloud with the first request: the name of the host,
 * which TLS has verified, says as much as a challenge would. Any other host must say first what it
 * wants. A challenge only chooses among the vault's own audiences: none of its text gets into a
 * request for a token.
 *
 * <p>Replaces the SDK's own policy, which accepts every domain above the vault's, with any scheme
 * and any port, and remembers a challenge for as long as the process lives.
 */
final class VaultTokens implements HttpPipelinePolicy {
  /** One for the audience, one for claims. */
  private static final int MOST_CHALLENGES = 2;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /**
   * What an identity may do is partly written in its token, such as its groups. A new one helps if
   * that has changed since; each certificate of a pass has the same token, and asks for one new
   * one.
   */
  private static final Duration WORTH_ANOTHER = Duration.ofMinutes(1);

  private final Vault vault;
  private final CallerTrackingCredential caller;
  private final WantedAudience audience;

  /**
   * @param audience what this vault wants tokens for, whoever asks it
   */
  VaultTokens(Vault vault, WantedAudience audience, CallerTrackingCredential caller) {
    this.vault = vault;
    this.audience = audience;
    this.caller = caller;
  }

  /** What a token is requested for. */
  private record Wanted(String audience, Optional<String> claims) {
    TokenRequestContext request() {
      TokenRequestContext request =
          new TokenRequestContext().addScopes(audience + "/.default").setCaeEnabled(true);
      return claims.map(request::setClaims).orElse(request);
    }
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    HttpResponse answer = authorized(context, next);
    switch (answer.getStatusCode()) {
      case UNAUTHORIZED -> caller.refused(Duration.ZERO);
      case FORBIDDEN -> caller.refused(WORTH_ANOTHER);
      default -> {
        // It has been accepted, or not been looked at.
      }
    }
    return answer;
  }

  private HttpResponse authorized(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    Optional<Wanted> sent = audience.get().map(known -> new Wanted(known, Optional.empty()));
    sent.ifPresent(token -> authorize(context, token));
    HttpPipelineNextSyncPolicy again = next.clone();
    HttpResponse answer = next.processSync();
    for (int challenges = 0; challenges < MOST_CHALLENGES; challenges++) {
      Optional<Wanted> asked = Challenge.of(answer).flatMap(this::own);
      if (asked.isEmpty() || asked.equals(sent)) {
        return answer;
      }
      answer.close();
      sent = asked;
      audience.remember(asked.get().audience());
      authorize(context, asked.get());
      HttpPipelineNextSyncPolicy then = again.clone();
      answer = again.processSync();
      again = then;
    }
    return answer;
  }

  /** The agent's clients are all synchronous. */
  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return Mono.error(new UnsupportedOperationException("vaults are asked synchronously"));
  }

  /**
   * Which of the vault's own tokens a challenge asks for; empty if it names none and none was sent.
   *
   * @throws ForeignAudienceException when it asks for another
   */
  private Optional<Wanted> own(Challenge challenge) {
    if (challenge.audience().isEmpty()) {
      return audience.get().map(known -> new Wanted(known, challenge.claims()));
    }
    String named = challenge.audience().get();
    return Optional.of(
        vault.audiences().stream()
            .filter(named.toLowerCase(Locale.ROOT)::equals)
            .findFirst()
            .map(each -> new Wanted(each, challenge.claims()))
            .orElseThrow(() -> new ForeignAudienceException(vault, named)));
  }

  private void authorize(HttpPipelineCallContext context, Wanted token) {
    context
        .getHttpRequest()
        .setHeader(
            HttpHeaderName.AUTHORIZATION,
            "Bearer " + caller.getTokenSync(token.request()).getToken());
  }
}
