package dev.akvvm.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SystemAuthoritiesTest {
  @Test
  void bundle_variableSet_wins() {
    assertEquals(
        Optional.of(Path.of("/my/ca.pem")),
        SystemAuthorities.bundle(Map.of("SSL_CERT_FILE", "/my/ca.pem")));
  }

  @Test
  void bundle_variableBlankOrUnset_isTheDistributions() {
    assertTrue(
        SystemAuthorities.bundle(Map.of()).isPresent(), "install the package ca-certificates");
    assertEquals(
        SystemAuthorities.bundle(Map.of()), SystemAuthorities.bundle(Map.of("SSL_CERT_FILE", " ")));
  }
}
