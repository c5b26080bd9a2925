package dev.akvvm.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One identity. Keeps its tokens by audience until five minutes before they expire, and has at most
 * one request per audience under way.
 *
 * <p>A failure is kept for a second: the other certificates of a pass get the answer at once, and
 * do not each wait for a dead endpoint. When to try again is up to {@code sync}, and never sooner
 * than that.
 */
final class CachingCredential implements RefusableCredential {
  private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);
  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(1);

  private final TokenSource source;
  private final Clock clock;
  private final Map<String, Audience> audiences = new ConcurrentHashMap<>();

  CachingCredential(TokenSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromCallable(() -> getTokenSync(request)).subscribeOn(Schedulers.boundedElastic());
  }

  /**
   * A token for the audience of the request's scopes.
   *
   * @throws TokenUnavailableException when none can be obtained now
   */
  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    return audiences
        .computeIfAbsent(String.join(" ", request.getScopes()), _ -> new Audience())
        .token(request);
  }

  @Override
  public void refused(String token, Duration minAge) {
    audiences.values().forEach(audience -> audience.refused(token, minAge));
  }

  /** A failure, and until when it is not asked for again. */
  private record Failure(TokenUnavailableException reason, Instant until) {}

  private final class Audience {
    private Optional<AccessToken> token = Optional.empty();
    private Instant obtained = Instant.EPOCH;
    private Optional<Failure> failure = Optional.empty();

    synchronized AccessToken token(TokenRequestContext request) {
      Instant now = clock.instant();
      // Claims come with a challenge: the vault has refused the cached token.
      if (token.isPresent() && request.getClaims() == null && lasts(token.get(), now)) {
        return token.get();
      }
      if (failure.isPresent() && now.isBefore(failure.get().until())) {
        throw failure.get().reason();
      }
      try {
        AccessToken fresh = source.request(request);
        token = Optional.of(fresh);
        obtained = clock.instant();
        failure = Optional.empty();
        return fresh;
      } catch (TokenUnavailableException e) {
        failure = Optional.of(new Failure(e, clock.instant().plus(FAILURE_HOLDS)));
        throw e;
      }
    }

    synchronized void refused(String given, Duration minAge) {
      boolean isOldEnough = !clock.instant().isBefore(obtained.plus(minAge));
      token = token.filter(kept -> !kept.getToken().equals(given) || !isOldEnough);
    }

    private static boolean lasts(AccessToken token, Instant now) {
      return token.getExpiresAt().toInstant().isAfter(now.plus(BEFORE_EXPIRY));
    }
  }
}
