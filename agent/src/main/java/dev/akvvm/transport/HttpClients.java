package dev.akvvm.transport;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.util.Configuration;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Makes the HTTP clients of the agent. Every wait is limited: a peer that hangs results in an
 * {@link UnreachableException}.
 */
public final class HttpClients {
  private HttpClients() {}

  /**
   * A client for vaults, and for token endpoints beyond this machine.
   *
   * @param authorities a PEM file of the certificate authorities to trust, read again whenever it
   *     changes; empty for the runtime's own
   * @throws SSLException when the file holds no usable certificate
   */
  public static HttpClient forVaults(Optional<Path> authorities, Proxies proxies)
      throws SSLException {
    return forVaults(authorities, proxies, Timeouts.USUAL, RequestListener.NONE);
  }

  /** The same with other timeouts, and with a listener. */
  public static HttpClient forVaults(
      Optional<Path> authorities, Proxies proxies, Timeouts timeouts, RequestListener listener)
      throws SSLException {
    return new BoundedHttpClient(
        new TrustedAuthorities(authorities)::context, proxies, timeouts, listener);
  }

  /** A client for this machine's metadata service, which no proxy can reach. */
  public static HttpClient forMetadata() {
    return forMetadata(RequestListener.NONE);
  }

  /** The same with a listener. */
  public static HttpClient forMetadata(RequestListener listener) {
    return new BoundedHttpClient(Optional::empty, Proxies.none(), Timeouts.USUAL, listener);
  }

  /** A client for one route; no retries, no proxy but the given one. */
  static HttpClient netty(Optional<SslContext> tls, Optional<Proxy> proxy, Timeouts timeouts) {
    reactor.netty.http.client.HttpClient plain = reactor.netty.http.client.HttpClient.create();
    reactor.netty.http.client.HttpClient base =
        proxy.isPresent()
            ? proxy.get().before(plain, timeouts.connect())
            : plain.resolver(DefaultAddressResolverGroup.INSTANCE);
    if (tls.isPresent()) {
      base = base.secure(spec -> spec.sslContext(tls.get()).handshakeTimeout(timeouts.connect()));
    }
    return new NettyAsyncHttpClientBuilder(base)
        .configuration(Configuration.NONE)
        .connectTimeout(timeouts.connect())
        .responseTimeout(timeouts.firstByte())
        .readTimeout(timeouts.firstByte())
        .build();
  }
}
