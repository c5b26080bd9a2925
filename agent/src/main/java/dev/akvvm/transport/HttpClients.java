package dev.akvvm.transport;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.util.Configuration;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Makes the HTTP clients of the agent. Every wait is bounded: a peer that hangs ends in an error.
 */
public final class HttpClients {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** The longest silence: before the first byte, and between any two. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private HttpClients() {}

  /**
   * A client for vaults. Uses the proxy the environment names.
   *
   * @param authorities a PEM file of the certificate authorities to trust; empty for the runtime's
   *     own
   * @throws SSLException when the file holds no usable certificate
   */
  public static HttpClient forVaults(Optional<Path> authorities) throws SSLException {
    SslContext context = trusting(authorities);
    return new NettyAsyncHttpClientBuilder(
            reactor.netty.http.client.HttpClient.create().secure(spec -> spec.sslContext(context)))
        .connectTimeout(CONNECT)
        .responseTimeout(SILENCE)
        .readTimeout(SILENCE)
        .build();
  }

  private static SslContext trusting(Optional<Path> authorities) throws SSLException {
    SslContextBuilder tls =
        SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
    if (authorities.isEmpty()) {
      return tls.build();
    }
    Path bundle = authorities.get();
    try {
      return tls.trustManager(bundle.toFile()).build();
    } catch (IllegalArgumentException e) {
      throw new SSLException(
          bundle + ": holds no certificate authority that can be read; is SSL_CERT_FILE right?", e);
    }
  }

  /** A client for this machine's metadata service, which no proxy can reach. */
  public static HttpClient forMetadata() {
    return new NettyAsyncHttpClientBuilder()
        .configuration(Configuration.NONE)
        .connectTimeout(CONNECT)
        .responseTimeout(SILENCE)
        .readTimeout(SILENCE)
        .build();
  }
}
