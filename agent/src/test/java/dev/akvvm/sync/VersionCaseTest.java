package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vault may call a version is found again on disk, so the next poll writes nothing. */
final class VersionCaseTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcdef",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789ABCDEF0123456789abcdef"
      })
  void refresh_versionOfAnyCase_isUnchangedTheNextTime(String version) {
    ObservedCertificate web = Observed.certificate("contoso", "web", folder.resolve("store"));
    FakeVault vault = new FakeVault();
    vault.renew("web");
    vault.nameVersion("web", version);
    CertificateRefresher refresher =
        new CertificateRefresher(vault, new FakePolicyReader(), Stores.in(folder, List.of(web)));
    assertInstanceOf(
        Outcome.Installed.class,
        refresher.refresh(web, PollState.first(), Instant.EPOCH).outcome());
    CertificateRefresher.Result second = refresher.refresh(web, PollState.first(), Instant.EPOCH);
    assertInstanceOf(Outcome.Unchanged.class, second.outcome());
    assertEquals(Optional.of(version), second.current().map(found -> found.version()));
  }
}
