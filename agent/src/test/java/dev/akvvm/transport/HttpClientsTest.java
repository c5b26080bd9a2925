package dev.akvvm.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpClientsTest {
  @TempDir private Path folder;

  @Test
  void forVaults_bundleMissingOrWithoutCertificates_saysWhichAndWhy() throws Exception {
    assertRefused(folder.resolve("missing.pem"));
    assertRefused(Files.writeString(folder.resolve("empty.pem"), ""));
    assertRefused(Files.writeString(folder.resolve("text.pem"), "not a certificate"));
  }

  private static void assertRefused(Path bundle) {
    SSLException e =
        assertThrows(
            SSLException.class, () -> HttpClients.forVaults(Optional.of(bundle), Proxies.none()));
    assertEquals(
        bundle + ": holds no certificate authority that can be read; is SSL_CERT_FILE right?",
        e.getMessage());
  }
}
