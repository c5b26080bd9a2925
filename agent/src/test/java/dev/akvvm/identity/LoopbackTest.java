package dev.akvvm.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:40342/x",
        "http://LOCALHOST/x",
        "http://127.0.0.1/x",
        "http://127.255.0.9/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x"
      })
  void holds_thisMachine_true(String endpoint) {
    assertEquals(true, Loopback.OF_MACHINE.holds(URI.create(endpoint)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/x",
        "http://[fe80::1]/x",
        "http://[fe80::1%25lo]/x",
        "http://[::ffff:169.254.169.254]/x",
        "http://0.0.0.0/x",
        "http://[::]/x",
        "http://10.0.0.4/x",
        "http://contoso.vault.azure.net/x", // of which the tests' hosts file says 127.0.0.1
        "http://localhost.example/x",
        "http://127.1/x"
      })
  void holds_anythingElse_false(String endpoint) {
    assertEquals(false, Loopback.OF_MACHINE.holds(URI.create(endpoint)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, ::1, true",
    "127.0.0.1, 192.0.2.1, false",
    "192.0.2.1, 192.0.2.1, false",
    "169.254.169.254, ::1, false"
  })
  void holds_localhost_asItResolves(String one, String other, boolean expected) {
    InetAddress[] found = {InetAddress.ofLiteral(one), InetAddress.ofLiteral(other)};
    assertEquals(expected, new Loopback(_ -> found).holds(URI.create("http://localhost:40342/x")));
  }

  @Test
  void holds_localhostThatDoesNotResolve_true() {
    Loopback loopback =
        new Loopback(
            host -> {
              throw new UnknownHostException(host);
            });
    assertEquals(true, loopback.holds(URI.create("http://localhost:40342/x")));
  }
}
