package dev.akvvm.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.doctor.Finding;
import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.Vault;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.transport.Proxies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VaultCheckTest {
  private static final Vault NOWHERE = new Vault("nosuch.vault.azure.net", 443);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"0, OK", "240, OK", "-240, OK", "400, FIX", "-400, FIX"})
  void clock_againstTheVaults_isToldBeyondFiveMinutes(int seconds, Finding.Result expected)
      throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      MovableClock clock = new MovableClock(Instant.now().plusSeconds(seconds));
      VaultCheck check = new VaultCheck(azure.http(), Proxies.none(), clock);

      assertEquals(Finding.Result.OK, check.tls(azure.vault("contoso")).result());

      Finding finding = check.clock().orElseThrow();
      assertEquals(expected, finding.result(), finding.message());
      assertTrue(
          seconds == 0 || finding.message().contains(seconds < 0 ? "behind" : "ahead"),
          finding.message());
    }
  }

  @Test
  void name_ofAVault_isToldWithItsKindOfAddress() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      VaultCheck check =
          new VaultCheck(azure.http(), Proxies.none(), new MovableClock(Instant.now()));
      assertEquals(
          "contoso.vault.azure.net is 127.0.0.1 (this machine)",
          check.name(azure.vault("contoso")).message());
      assertEquals(Finding.Result.FIX, check.name(NOWHERE).result());
    }
  }

  @Test
  void name_behindAProxy_isNotForThisMachineToKnow() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      Proxies proxies = Proxies.of(URI.create("http://127.0.0.1:3128"), List.of());
      VaultCheck check = new VaultCheck(azure.http(), proxies, new MovableClock(Instant.now()));
      assertEquals(Finding.Result.OK, check.name(NOWHERE).result());
    }
  }
}
