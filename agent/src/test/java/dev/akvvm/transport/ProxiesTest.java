package dev.akvvm.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {
  private static final String VAULT = "contoso.vault.azure.net";

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, http://proxy:3128",
    "proxy:3128, http://proxy:3128",
    "http://proxy, http://proxy:80",
    "http://[::1]:3128/, http://[::1]:3128"
  })
  void ofEnvironment_address_isWhereRequestsGo(String address, String expected) throws Exception {
    assertEquals(Optional.of(expected), throughProxy(Map.of("HTTPS_PROXY", address)));
  }

  @Test
  void ofEnvironment_lowerCase_countsFirst() throws Exception {
    assertEquals(
        Optional.of("http://small:1"),
        throughProxy(Map.of("https_proxy", "http://small:1", "HTTPS_PROXY", "http://large:1")));
    assertEquals(
        Optional.empty(),
        throughProxy(Map.of("https_proxy", "http://small:1", "no_proxy", ".azure.net")));
    assertEquals(
        Optional.empty(),
        throughProxy(Map.of("https_proxy", "http://small:1", "NO_PROXY", ".azure.net")));
  }

  @Test
  void ofEnvironment_blankUnsetOrForPlainHttp_noProxy() throws Exception {
    assertEquals(Optional.empty(), throughProxy(Map.of()));
    assertEquals(Optional.empty(), throughProxy(Map.of("HTTPS_PROXY", " ")));
    assertEquals(Optional.empty(), throughProxy(Map.of("HTTP_PROXY", "http://proxy:1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://me:hunter2@proxy:1", "socks5://me:hunter2@proxy", "http://", "a b"})
  void ofEnvironment_unusable_saysSoWithoutThePassword(String address) {
    MalformedURLException e =
        assertThrows(
            MalformedURLException.class,
            () -> Proxies.ofEnvironment(Map.of("HTTPS_PROXY", address)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("HTTPS_PROXY cannot be used: expected http://HOST:PORT"), message);
    assertFalse(message.contains("hunter2"), message);
  }

  @Test
  void of_credentials_areDecodedAndNeverShown() {
    Proxy proxy =
        Proxies.of(URI.create("http://me%40corp:p+%3a%2Fs@proxy:3128"), List.of())
            .to(VAULT, 443)
            .orElseThrow();
    assertEquals("me@corp", proxy.user());
    assertEquals("p+:/s", proxy.password());
    assertEquals("http://proxy:3128", proxy.toString());
  }

  private static Optional<String> throughProxy(Map<String, String> environment) throws Exception {
    return Proxies.ofEnvironment(environment).to(VAULT, 443).map(Proxy::toString);
  }
}
