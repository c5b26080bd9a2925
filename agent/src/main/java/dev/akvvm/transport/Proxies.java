package dev.akvvm.transport;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which servers are reached through a proxy, and through which. */
public final class Proxies {
  private final Optional<Proxy> proxy;
  private final NoProxyRules noProxy;

  private Proxies(Optional<Proxy> proxy, NoProxyRules noProxy) {
    this.proxy = proxy;
    this.noProxy = noProxy;
  }

  /** Every server is reached directly. */
  public static Proxies none() {
    return new Proxies(Optional.empty(), new NoProxyRules(List.of()));
  }

  /**
   * One proxy for all servers with some exceptions.
   *
   * @param url {@code http://HOST:PORT}, with user and password where the proxy wants them
   * @param noProxy as in {@code NO_PROXY}
   */
  public static Proxies of(URI url, List<String> noProxy) {
    return new Proxies(Optional.of(Proxy.of(url)), new NoProxyRules(noProxy));
  }

  /**
   * What {@code HTTPS_PROXY} and {@code NO_PROXY} say; of each the lower-case one takes precedence,
   * as with curl.
   *
   * @throws MalformedURLException when the proxy's address cannot be used; the message never shows
   *     its password
   */
  public static Proxies ofEnvironment(Map<String, String> environment)
      throws MalformedURLException {
    Optional<String> address = variable(environment, "https_proxy", "HTTPS_PROXY");
    if (address.isEmpty()) {
      return none();
    }
    String url = address.get().contains("://") ? address.get() : "http://" + address.get();
    return new Proxies(
        Optional.of(Proxy.of(checked(url))),
        NoProxyRules.of(variable(environment, "no_proxy", "NO_PROXY").orElse("")));
  }

  private static URI checked(String url) throws MalformedURLException {
    try {
      URI parsed = new URI(url);
      if ("http".equalsIgnoreCase(parsed.getScheme()) && parsed.getHost() != null) {
        return parsed;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw new MalformedURLException(
        "the environment variable HTTPS_PROXY cannot be used: expected http://HOST:PORT, found "
            + url.replaceAll("//[^/]*@", "//***@"));
  }

  private static Optional<String> variable(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** True when there is a proxy between here and that server. */
  public boolean cover(String host, int port) {
    return to(host, port).isPresent();
  }

  /** The proxy between here and that server. */
  Optional<Proxy> to(String host, int port) {
    return proxy.filter(_ -> !noProxy.covers(host, port));
  }
}
