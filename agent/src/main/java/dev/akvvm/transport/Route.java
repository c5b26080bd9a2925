package dev.akvvm.transport;

import java.net.URL;
import java.util.Optional;

/**
 * The route to a server.
 *
 * @param host the server's
 * @param port the server's
 * @param proxy the proxy in between, if any
 */
record Route(String host, int port, Optional<Proxy> proxy) {
  static Route to(URL url, Proxies proxies) {
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    return new Route(url.getHost(), port, proxies.to(url.getHost(), port));
  }

  /** The host whose address is looked up on this machine: a proxy looks up the server's itself. */
  String firstHost() {
    return proxy.map(Proxy::host).orElse(host);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
