package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Vault;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates with a password, from the vault to the disk. */
final class BundleReaderTest {
  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-02T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;
  private Synchronizer synchronizer;

  @BeforeEach
  void observe() {
    observe(Observed.openedBy("opener", certificate()));
    vault.renewProtected("web", "p\u00e4ssw\u00f6rd");
  }

  private void observe(ObservedCertificate certificate) {
    web = certificate;
    List<ObservedCertificate> all = List.of(web);
    synchronizer =
        new Synchronizer(
            all,
            new CertificateRefresher(vault, new FakePolicyReader(), Stores.in(folder, all)),
            new FakeRenewalActions(),
            PollPolicy.of(Duration.ofHours(1), 0),
            clock,
            Optional.empty(),
            false);
  }

  private ObservedCertificate certificate() {
    return Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  private String reason() {
    return assertInstanceOf(Outcome.Failed.class, synchronizer.run().state(web).lastPoll())
        .failure()
        .reason();
  }

  @Test
  void run_passwordUrl_opensIt() throws Exception {
    vault.setSecret("opener", "p\u00e4ssw\u00f6rd\r\n");

    assertInstanceOf(Outcome.Installed.class, synchronizer.run().state(web).lastPoll());

    assertTrue(Files.readString(web.link()).contains("PRIVATE KEY"));
    assertEquals(List.of("web", "opener"), vault.reads());
  }

  @Test
  void run_valueWithoutPassword_theOtherSecretIsNotAskedFor() throws Exception {
    vault.renew("web");

    assertInstanceOf(Outcome.Installed.class, synchronizer.run().state(web).lastPoll());

    assertEquals(List.of("web"), vault.reads());
  }

  @Test
  void run_unchanged_thePasswordIsNotReadAgain() throws Exception {
    vault.setSecret("opener", "p\u00e4ssw\u00f6rd");
    synchronizer.run();
    vault.reads().clear();
    clock.forward(Duration.ofHours(1));

    assertInstanceOf(Outcome.Unchanged.class, synchronizer.run().state(web).lastPoll());

    assertEquals(List.of("web"), vault.reads());
  }

  @Test
  void run_anotherPassword_namesItsSecretAndThenItIsMended() throws Exception {
    vault.setSecret("opener", "hunter2");
    assertEquals(
        "the certificate cannot be used: its PKCS#12 is protected by a password, and the one in"
            + " https://contoso.vault.azure.net/secrets/opener does not open it; store the right"
            + " one there, or correct passwordUrl",
        reason());

    vault.setSecret("opener", "p\u00e4ssw\u00f6rd");
    clock.forward(Duration.ofHours(1));

    assertInstanceOf(Outcome.Installed.class, synchronizer.run().state(web).lastPoll());
  }

  @Test
  void run_passwordCannotBeRead_saysWhatItWasFor() {
    assertEquals("no password for the certificate: no such certificate: opener", reason());
  }

  @Test
  void run_withoutPasswordUrl_offersIt() {
    observe(certificate());

    assertTrue(reason().contains("; set passwordUrl to the URL of the secret that holds it"));
  }

  @Test
  void run_passwordsVaultAsksForAPause_theCertificateWaitsForIt() {
    ObservedCertificate elsewhere =
        Observed.openedIn(new Vault("fabrikam.vault.azure.net", 443), "opener", certificate());
    observe(elsewhere);
    vault.throttle(elsewhere.password().orElseThrow().vault(), Duration.ofSeconds(40));

    synchronizer.run();

    assertEquals(clock.instant().plusSeconds(40), synchronizer.nextDue());
  }
}
