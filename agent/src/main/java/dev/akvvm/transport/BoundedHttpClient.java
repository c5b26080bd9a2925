package dev.akvvm.transport;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.netty.handler.ssl.SslContext;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Sends each request through the proxy or directly, as configured, trusting the authorities that
 * the machine trusts now; limits its total time, and explains why it failed.
 */
final class BoundedHttpClient implements HttpClient {
  private static final Logger LOG = LoggerFactory.getLogger("Http");

  /** Asks the underlying client to read the whole answer before passing it on: all are small. */
  private static final String EAGERLY = "azure-eagerly-read-response";

  private final Supplier<Optional<SslContext>> tls;
  private final Proxies proxies;
  private final Timeouts timeouts;
  private final RequestListener listener;
  private final Map<Optional<Proxy>, HttpClient> clients = new HashMap<>();
  private Optional<SslContext> trusted = Optional.empty();

  /**
   * @param tls empty for a server on this machine, which is asked in the clear
   */
  BoundedHttpClient(
      Supplier<Optional<SslContext>> tls,
      Proxies proxies,
      Timeouts timeouts,
      RequestListener listener) {
    this.tls = tls;
    this.proxies = proxies;
    this.timeouts = timeouts;
    this.listener = listener;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return Mono.defer(
        () -> {
          Route route = Route.to(request.getUrl(), proxies);
          long begun = System.nanoTime();
          return client(route.proxy())
              .send(request, context.addData(EAGERLY, true))
              .timeout(timeouts.whole(), Mono.error(() -> new TimeoutException(RouteErrors.WHOLE)))
              .doOnNext(answer -> log(request, Integer.toString(answer.getStatusCode()), begun))
              .doOnNext(answer -> tell(request, Integer.toString(answer.getStatusCode())))
              .doOnError(e -> log(request, e.getClass().getSimpleName(), begun))
              .doOnError(_ -> tell(request, "unreachable"))
              .doOnError(_ -> forget(route.proxy()))
              .onErrorMap(
                  e -> new UnreachableException(new RouteErrors(route, timeouts).reason(e), e));
        });
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return send(request, context).blockOptional().orElseThrow();
  }

  private void tell(HttpRequest request, String result) {
    listener.ended(request.getUrl().getAuthority(), result);
  }

  /** Without the query, the headers and the body, which may be secret or long. */
  private static void log(HttpRequest request, String result, long begun) {
    if (LOG.isDebugEnabled()) {
      URL url = request.getUrl();
      LOG.atDebug()
          .addKeyValue("result", result)
          .addKeyValue("ms", (System.nanoTime() - begun) / 1_000_000)
          .log("{} {}{}", request.getHttpMethod(), url.getAuthority(), url.getPath());
    }
  }

  /** A client looks up its proxy's name once; after a failure a new client does so again. */
  private synchronized void forget(Optional<Proxy> proxy) {
    clients.remove(proxy);
  }

  private synchronized HttpClient client(Optional<Proxy> proxy) {
    Optional<SslContext> now = tls.get();
    if (!now.equals(trusted)) {
      clients.clear();
      trusted = now;
    }
    return clients.computeIfAbsent(proxy, way -> HttpClients.netty(now, way, timeouts));
  }
}
