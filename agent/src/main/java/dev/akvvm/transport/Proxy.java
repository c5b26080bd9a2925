package dev.akvvm.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * A proxy that opens tunnels.
 *
 * @param host name or address; IPv6 without brackets
 * @param user empty where it wants no credentials
 * @param password never shown
 */
record Proxy(String host, int port, String user, String password) {
  /** The port if its URL names none. */
  private static final int USUAL_PORT = 80;

  static Proxy of(URI url) {
    String[] credentials = (url.getRawUserInfo() == null ? "" : url.getRawUserInfo()).split(":", 2);
    return new Proxy(
        url.getHost().replaceAll("[\\[\\]]", ""),
        url.getPort() < 0 ? USUAL_PORT : url.getPort(),
        decoded(credentials[0]),
        credentials.length < 2 ? "" : decoded(credentials[1]));
  }

  /** A plus is a plus here, not a space as in a form. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** Makes a client connect through it; the proxy resolves the names of servers. */
  HttpClient before(HttpClient client, Duration connect) {
    return client.proxy(
        spec -> {
          ProxyProvider.Builder proxy =
              spec.type(ProxyProvider.Proxy.HTTP)
                  .host(host)
                  .port(port)
                  .connectTimeoutMillis(connect.toMillis());
          if (!user.isEmpty()) {
            proxy.username(user).password(_ -> password);
          }
        });
  }

  @Override
  public String toString() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
