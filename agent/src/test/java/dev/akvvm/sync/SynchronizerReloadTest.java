package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When services are told, and what a report says of it. */
final class SynchronizerReloadTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock(Instant.parse("2026-02-01T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private final FakeRenewalActions reloads = new FakeRenewalActions();
  private final Path folder;
  private final ObservedCertificate web;
  private final ObservedCertificate api;

  SynchronizerReloadTest(@TempDir Path folder) {
    this.folder = folder;
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
    api = Observed.certificate("contoso", "api", folder.resolve("store"));
  }

  @BeforeEach
  void create() {
    vault.renew("web");
    vault.renew("api");
  }

  @Test
  void run_firstInstallation_rememberedBeforeTheLinkAndRunAfterAllLinks() {
    synchronizer(web, api).run();
    assertEquals(
        List.of(
            "remember web, link is not there, from none",
            "remember api, link is not there, from none",
            "run after a pass [api[], web[]]"),
        reloads.events());
  }

  @Test
  void run_renewal_onlyTheRenewedOneIsRemembered() {
    Synchronizer synchronizer = synchronizer(web, api);
    synchronizer.run();
    reloads.events().clear();
    vault.renew("api");
    clock.forward(HOUR);
    synchronizer.run();
    assertEquals("remember api, link is there, from another", reloads.events().getFirst());
    assertEquals(2, reloads.events().size());
  }

  @Test
  void run_nothingChanged_nothingIsRemembered() throws Exception {
    Synchronizer synchronizer = synchronizer(web);
    synchronizer.run();
    Files.setPosixFilePermissions(
        web.link().toRealPath(), PosixFilePermissions.fromString("rw-r--r--"));
    reloads.events().clear();
    clock.forward(HOUR);
    synchronizer.run();
    assertEquals(List.of("run after a pass [web[]]"), reloads.events());
    reloads.events().clear();
    synchronizer.run();
    assertEquals(List.of("run [web[]]"), reloads.events());
  }

  @Test
  void run_newPackageTakesOver_nothingIsRemembered() {
    synchronizer(web).run();
    reloads.events().clear();
    synchronizer(web).run();
    assertEquals(List.of("run after a pass [web[]]"), reloads.events());
  }

  @Test
  void run_damagedFile_isAChange() throws Exception {
    Synchronizer synchronizer = synchronizer(web);
    synchronizer.run();
    Files.writeString(web.link().toRealPath(), "half a");
    reloads.events().clear();
    clock.forward(HOUR);
    synchronizer.run();
    assertEquals("remember web, link is there, from none", reloads.events().getFirst());
  }

  @Test
  void run_keystoreIsWrittenAnew_isAChange() {
    ObservedCertificate java = Observed.with(Keystore.Type.PKCS12, web);
    vault.setSecret("password", "one");
    Synchronizer synchronizer = synchronizer(java);
    synchronizer.run();
    vault.setSecret("password", "two");
    reloads.events().clear();
    clock.forward(HOUR);
    synchronizer.run();
    assertEquals("remember web, link is there, from the same", reloads.events().getFirst());
  }

  @Test
  void report_failingAction_certificateIsCurrentAndThereIsNoReasonToPollSooner() {
    Synchronizer synchronizer = synchronizer(web, api);
    reloads.failure("web", "reload of nginx.service failed");
    PassReport report = synchronizer.run();
    assertInstanceOf(Outcome.Installed.class, report.state(web).lastPoll());
    assertEquals(
        List.of("reload of nginx.service failed"),
        report.state(web).failingActions().map(ActionState::message).toList());
    assertEquals(List.of("reload of nginx.service"), report.failingActions());
    assertEquals(2, report.current());
    assertEquals(List.of(), report.failing());
    assertEquals(List.of(), report.state(api).actions());
    assertEquals(clock.instant().plus(HOUR), synchronizer.nextDue());
    reloads.failure("web", "");
    assertEquals(List.of(), synchronizer.report().failingActions());
  }

  @Test
  void report_failingActionBesideAFailure_bothAreTold() {
    Synchronizer synchronizer = synchronizer(web);
    synchronizer.run();
    vault.cut(true);
    reloads.failure("web", "reload of nginx.service failed");
    clock.forward(HOUR);
    CertificateState state = synchronizer.run().state(web);
    String reason = state.failure().orElseThrow().reason();
    assertTrue(reason.contains("no way to"), reason);
    assertEquals(1, state.failingActions().count());
  }

  @Test
  void nextDue_reloadIsDueBeforeThePoll_isTheReloads() {
    Synchronizer synchronizer = synchronizer(web);
    synchronizer.run();
    assertFalse(synchronizer.isUnsettled());
    Instant soon = clock.instant().plusSeconds(100);
    reloads.next(soon);
    assertTrue(synchronizer.isUnsettled());
    assertEquals(soon, synchronizer.nextDue());
    assertEquals(soon, synchronizer.state().due());
    reloads.next(clock.instant().plus(HOUR));
    assertFalse(synchronizer.isUnsettled());
  }

  private Synchronizer synchronizer(ObservedCertificate... observed) {
    List<ObservedCertificate> all = List.of(observed);
    return new Synchronizer(
        all,
        new CertificateRefresher(
            vault, new FakePolicyReader(), Stores.in(folder, all, reloads::remember)),
        reloads,
        PollPolicy.of(HOUR, 0),
        clock,
        Optional.empty(),
        true);
  }
}
