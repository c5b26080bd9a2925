package dev.akvvm.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import dev.akvvm.retry.Backoff;
import dev.akvvm.transport.RetryAfter;
import dev.akvvm.transport.TransportErrors;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * A managed identity endpoint, asked with retries.
 *
 * <p>Here a request is retried a few times within ten seconds, after answers that the metadata
 * service documents as transient (404, 429, 5xx) and when there is none. That bridges a hiccup
 * without reporting it, and never holds up a pass for longer. Anything that lasts, including 410
 * (up to 70 s), is retried by {@code sync}, certificate by certificate after 1, 2, 4 ... s.
 *
 * <p>What it asks for in {@code Retry-After} holds for all identities: until then each gets the
 * same answer, and nothing is sent.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling">Which
 *     errors pass</a>
 */
final class TokenEndpoint {
  private static final Duration WHOLE = Duration.ofSeconds(10);
  private static final Duration SINGLE = Duration.ofSeconds(5);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), WHOLE);
  private static final int MOST_REPETITIONS = 3;

  private final URI uri;
  private final HttpClient http;
  private final Clock clock;
  private final IdentityContext.Pause pause;
  private final Duration single;
  private volatile Optional<Busy> busy = Optional.empty();

  /**
   * It asked to be left alone.
   *
   * @param response in which it did
   * @param since when that was
   * @param pause for how long
   */
  private record Busy(TokenResponse response, Instant since, Duration pause) {
    /** The same answer while the pause lasts; when the clock has gone back, it is over. */
    Optional<TokenResponse> at(Instant now) {
      Duration left = Duration.between(now, since.plus(pause));
      return left.isPositive() && left.compareTo(pause) <= 0
          ? Optional.of(response.retryAfter(left))
          : Optional.empty();
    }
  }

  TokenEndpoint(URI uri, IdentityContext context) {
    this(uri, context, SINGLE);
  }

  /**
   * @param single how long to wait for one answer
   */
  TokenEndpoint(URI uri, IdentityContext context, Duration single) {
    this.uri = uri;
    this.single = single;
    this.http = context.metadata();
    this.clock = context.clock();
    this.pause = context.pause();
  }

  /** Whether what is sent to it stays on this machine. */
  boolean isOnThisMachine() {
    return Loopback.OF_MACHINE.holds(uri);
  }

  /** The endpoint's request with these parameters, and only the header that all endpoints want. */
  HttpRequest get(Map<String, String> parameters) {
    return marked(new HttpRequest(HttpMethod.GET, uri + "?" + form(parameters)));
  }

  /** The same as a form, which the retired extension wants. */
  HttpRequest post(Map<String, String> parameters) {
    return marked(new HttpRequest(HttpMethod.POST, uri.toString()))
        .setHeader(HttpHeaderName.CONTENT_TYPE, "application/x-www-form-urlencoded")
        .setBody(form(parameters));
  }

  private static HttpRequest marked(HttpRequest request) {
    return request.setHeader(HttpHeaderName.fromString("Metadata"), "true");
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  /** The last answer to a request that is repeated while the answers are transient. */
  TokenResponse ask(HttpRequest request) {
    Instant end = clock.instant().plus(WHOLE);
    TokenResponse response = once(request, single);
    for (int i = 1; i <= MOST_REPETITIONS; i++) {
      Duration time = BACKOFF.pauseAfter(i, response.retryAfter());
      Instant next = clock.instant().plus(time);
      if (!response.mayPassSoon() || !next.isBefore(end) || !paused(time)) {
        return response;
      }
      Duration left = Duration.between(next, end);
      response = once(request, left.compareTo(single) < 0 ? left : single);
    }
    return response;
  }

  /** The answer to a request that must not be repeated. */
  TokenResponse askOnce(HttpRequest request) {
    return once(request, single);
  }

  private boolean paused(Duration time) {
    try {
      pause.of(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private TokenResponse once(HttpRequest request, Duration limit) {
    Optional<TokenResponse> same = busy.flatMap(each -> each.at(clock.instant()));
    if (same.isPresent()) {
      return same.get();
    }
    TokenResponse response = sent(request, limit);
    response
        .retryAfter()
        .map(asked -> new Busy(response, clock.instant(), asked))
        .ifPresent(each -> busy = Optional.of(each));
    return response;
  }

  private TokenResponse sent(HttpRequest request, Duration limit) {
    try {
      return http.send(request).flatMap(this::answer).timeout(limit).blockOptional().orElseThrow();
    } catch (RuntimeException e) {
      return TokenResponse.none(TransportErrors.of(e));
    }
  }

  private Mono<TokenResponse> answer(HttpResponse response) {
    boolean isBusy = response.getStatusCode() == 429 || response.getStatusCode() >= 500;
    return response
        .getBodyAsString(UTF_8)
        .defaultIfEmpty("")
        .map(
            body ->
                new TokenResponse(
                    response.getStatusCode(),
                    body,
                    header(response, HttpHeaderName.WWW_AUTHENTICATE),
                    header(response, HttpHeaderName.LOCATION),
                    isBusy ? RetryAfter.of(response, clock.instant()) : Optional.empty()));
  }

  private static String header(HttpResponse response, HttpHeaderName name) {
    return Optional.ofNullable(response.getHeaderValue(name)).orElse("");
  }
}
