package dev.akvvm.parser;

import dev.akvvm.settings.ExtensionSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code proxySettings}: the proxy between the machine and its vaults. */
final class ProxyParser {
  private static final String EXPECTED = "expected http://HOST:PORT";
  private static final int HIGHEST_PORT = 65535;

  private ProxyParser() {}

  /** The proxy; empty if none is set, or if it cannot be used, which is reported. */
  static Optional<ExtensionSettings.Proxy> parse(Field settings) {
    if (!settings.isObject()) {
      return Optional.empty();
    }
    settings.warnOfUnknownKeys(KnownKeys.PROXY);
    Field url = settings.child("url");
    Field bypass = settings.child("bypass");
    if (url.isUnset() && !bypass.isUnset()) {
      url.error("bypass needs a proxy: " + EXPECTED + ", found nothing");
    }
    List<String> direct = bypass.elements().stream().flatMap(ProxyParser::entries).toList();
    return url.text()
        .flatMap(text -> url(url, text))
        .map(found -> new ExtensionSettings.Proxy(found, direct));
  }

  /** A list may be a single string, as in {@code NO_PROXY}. */
  private static Stream<String> entries(Field entry) {
    return entry.text().stream()
        .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
        .filter(each -> !each.isEmpty());
  }

  private static Optional<URI> url(Field field, String text) {
    try {
      URI url = new URI(text);
      if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || !hasPort(url)) {
        field.error(field.found() + " is not an address of an HTTP proxy: " + EXPECTED);
        return Optional.empty();
      }
      if (url.getRawUserInfo() != null && !field.isProtected()) {
        field.error(
            "a user name and password can be read by whoever can see the VM: set proxySettings in"
                + " protectedSettings");
        return Optional.empty();
      }
      return Optional.of(url);
    } catch (URISyntaxException e) {
      field.error(field.found() + " is not an address of an HTTP proxy: " + EXPECTED);
      return Optional.empty();
    }
  }

  private static boolean hasPort(URI url) {
    return url.getPort() != 0 && url.getPort() <= HIGHEST_PORT;
  }
}
