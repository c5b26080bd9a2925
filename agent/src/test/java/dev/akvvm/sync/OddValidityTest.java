package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Field case 04: certificates that are valid since the year one, and for ever. */
final class OddValidityTest {
  @TempDir private Path folder;

  @Test
  void run_validSinceTheYearOne_isInstalledOnceAndReplacedByTheNext() throws Exception {
    MovableClock clock = new MovableClock(Instant.parse("2026-01-02T00:00:00Z"));
    FakeVault vault = new FakeVault();
    vault.setValidity(Instant.parse("0001-01-05T00:00:00Z"), Instant.parse("9999-12-31T23:59:59Z"));
    vault.renew("web");
    Path store = folder.resolve("store");
    ObservedCertificate web = Observed.retaining(0, Observed.certificate("contoso", "web", store));
    Synchronizer synchronizer =
        new Synchronizer(
            List.of(web),
            new CertificateRefresher(
                vault, new FakePolicyReader(), Stores.in(folder, List.of(web))),
            new FakeRenewalActions(),
            PollPolicy.of(Duration.ofHours(1), 0),
            clock,
            Optional.empty(),
            false);

    CertificateState state = synchronizer.run().state(web);
    assertInstanceOf(Outcome.Installed.class, state.lastPoll());
    assertEquals(List.of(), state.warnings(clock.instant()));
    Path first = Files.readSymbolicLink(web.link());
    DiskSnapshot before = DiskSnapshot.of(store);

    clock.forward(Duration.ofHours(1));
    assertInstanceOf(Outcome.Unchanged.class, synchronizer.run().state(web).lastPoll());
    assertEquals(before, DiskSnapshot.of(store));

    vault.renew("web");
    clock.forward(Duration.ofHours(1));
    assertInstanceOf(Outcome.Installed.class, synchronizer.run().state(web).lastPoll());
    assertEquals(vault.pem("web"), Files.readString(web.link()));
    assertFalse(Files.exists(first));
  }
}
