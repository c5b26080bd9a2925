package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Vault;
import dev.akvvm.state.PassState;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class SynchronizerTest {
  private static final PollPolicy HOURLY = PollPolicy.of(Duration.ofHours(1), 0);

  @TempDir private Path folder;

  private Path store;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private final FakePolicyReader policyReader = new FakePolicyReader();
  private ObservedCertificate web;
  private ObservedCertificate api;

  @BeforeEach
  void observe() {
    store = folder.resolve("store");
    web = certificate("web");
    api = certificate("api");
  }

  @Test
  void run_firstPass_installsEverything() throws Exception {
    vault.renew("web");
    vault.renew("api");

    PassReport report = synchronizer(Optional.empty(), false).run();

    assertInstanceOf(Outcome.Installed.class, report.state(web).lastPoll());
    assertTrue(report.isEverythingOnDisk());
    assertEquals(vault.pem("web"), Files.readString(web.link()));
    assertEquals(clock.instant().plusSeconds(3600), nextDueAfter(Optional.empty()));
  }

  @Test
  void run_unchanged_writesNothing() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    DiskSnapshot before = DiskSnapshot.of(store);

    clock.forward(Duration.ofHours(1));
    PassReport report = synchronizer.run();

    assertInstanceOf(Outcome.Unchanged.class, report.state(web).lastPoll());
    assertEquals(before, DiskSnapshot.of(store));
  }

  @Test
  void run_renewal_switchesTheLinkAndKeepsTheOldVersion() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    Path old = Files.readSymbolicLink(web.link());
    vault.renew("web");

    clock.forward(Duration.ofHours(1));
    synchronizer.run();

    assertEquals(vault.pem("web"), Files.readString(web.link()));
    assertTrue(Files.exists(old));
  }

  @Test
  void run_oneFails_theOtherGoesOnAndTheLastGoodStays() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    String good = Files.readString(web.link());
    vault.renew("web");
    vault.renew("api");
    vault.breakValue("web");

    clock.forward(Duration.ofHours(1));
    PassReport report = synchronizer.run();

    assertInstanceOf(Outcome.Failed.class, report.state(web).lastPoll());
    assertTrue(report.state(web).current().isPresent());
    assertEquals(good, Files.readString(web.link()));
    assertEquals(vault.pem("api"), Files.readString(api.link()));
  }

  @Test
  void run_oneTakesAllMemory_theOtherGoesOn() throws Exception {
    vault.renew("web");
    vault.renew("api");
    vault.onRead(
        name -> {
          if (name.equals("web")) {
            throw new OutOfMemoryError("simulated");
          }
        });

    PassReport report = synchronizer(Optional.empty(), false).run();

    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, report.state(web).lastPoll());
    assertTrue(failed.failure().reason().contains("memory"), failed.failure().reason());
    assertEquals(vault.pem("api"), Files.readString(api.link()));
  }

  @Test
  void run_internalError_isOneLineInTheReportAndATraceInTheLog() throws Exception {
    vault.renew("api");
    vault.onRead(
        name -> {
          if (name.equals("web")) {
            throw new IllegalStateException("a defect");
          }
        });
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Logger logger = (Logger) LoggerFactory.getLogger("CertificateManager");
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(events);
    PassReport report;
    try {
      report = synchronizer(Optional.empty(), false).run();
    } finally {
      logger.detachAppender(events);
      logger.setAdditive(true);
    }

    assertEquals(
        "internal error: java.lang.IllegalStateException: a defect",
        report.state(web).failure().orElseThrow().reason());
    assertInstanceOf(Outcome.Installed.class, report.state(api).lastPoll());
    assertEquals(
        List.of("contoso/web: internal error"),
        events.list.stream()
            .filter(event -> event.getThrowableProxy() != null)
            .map(ILoggingEvent::getFormattedMessage)
            .toList());
  }

  @Test
  void run_afterFailure_pollsOnlyWhatFailed() throws Exception {
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    vault.reads().clear();
    vault.renew("web");

    clock.forward(Duration.ofSeconds(2));
    PassReport report = synchronizer.run();

    assertEquals(List.of("web"), vault.reads());
    assertTrue(report.isEverythingOnDisk());
  }

  @Test
  void nextDue_clockGoesBackByDays_isAnIntervalAway() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();

    clock.forward(Duration.ofDays(-30));

    assertEquals(clock.instant().plusSeconds(3600), synchronizer.nextDue());
    clock.forward(Duration.ofHours(1));
    vault.reads().clear();
    synchronizer.run();
    assertEquals(List.of("web", "api"), vault.reads());
  }

  @Test
  void run_throttled_asksTheVaultNoMoreInThisPass() {
    vault.throttle(Duration.ofSeconds(30));
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);

    PassReport report = synchronizer.run();

    assertEquals(1, vault.reads().size());
    assertFalse(report.isEverythingOnDisk());
    assertEquals(clock.instant().plusSeconds(30), synchronizer.nextDue());
  }

  @Test
  void report_newProcessBeforeItsPass_tellsWhatTheLastOneKnew() throws Exception {
    vault.renew("api");
    Synchronizer first = synchronizer(Optional.empty(), false);
    first.run();

    Synchronizer second = synchronizer(Optional.of(first.state()), false);

    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, second.report().state(web).lastPoll());
    assertTrue(failed.failure().reason().contains("no such"), failed.failure().reason());
    assertTrue(second.report().state(api).current().isPresent());
    assertEquals(first.nextDue(), second.nextDue());
  }

  @Test
  void run_brokenFileBehindTheLink_isInstalledAnew() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    Files.writeString(Files.readSymbolicLink(web.link()), "half a");

    clock.forward(Duration.ofHours(1));
    synchronizer.run();

    assertEquals(vault.pem("web"), Files.readString(web.link()));
  }

  @Test
  void run_chainWithAGap_isInstalledAndSaidUntilItIsMended() throws Exception {
    vault.renewWithGap("web");
    vault.renew("api");
    Synchronizer first = synchronizer(Optional.empty(), false);

    PassReport report = first.run();

    assertInstanceOf(Outcome.Installed.class, report.state(web).lastPoll());
    String missingIssuer = report.state(web).metadata().missingIssuer().orElse("");
    assertTrue(missingIssuer.contains("CN=missing"), missingIssuer);
    assertEquals(CertificateMetadata.NONE, report.state(api).metadata());
    clock.forward(Duration.ofHours(1));
    Synchronizer second = synchronizer(Optional.of(first.state()), true);
    assertEquals(report.state(web).metadata(), second.report().state(web).metadata());
    assertInstanceOf(Outcome.Unchanged.class, second.run().state(web).lastPoll());
    assertEquals(report.state(web).metadata(), second.report().state(web).metadata());

    vault.renew("web");
    clock.forward(Duration.ofHours(1));
    assertEquals(Optional.empty(), second.run().state(web).metadata().missingIssuer());
  }

  @Test
  void run_keystorePasswordMissing_theCertificateIsInstalledAllTheSame() throws Exception {
    web = Observed.with(Keystore.Type.PKCS12, web);
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);

    CertificateState state = synchronizer.run().state(web);

    assertInstanceOf(Outcome.Installed.class, state.lastPoll());
    Warning warning = onlyWarning(state);
    assertEquals(Warning.Kind.KEYSTORE_NOT_WRITTEN, warning.kind());
    assertTrue(
        warning.message().startsWith("no password for the keystore, by keystore.passwordUrl: "),
        warning.message());
    assertFalse(Files.exists(store.resolve("contoso.web.p12")));
    assertTrue(synchronizer.nextDue().isBefore(clock.instant().plusSeconds(10)));

    // The next process knows it before it polls.
    Synchronizer second = synchronizer(Optional.of(synchronizer.state()), false);
    assertInstanceOf(Outcome.NotPolled.class, second.report().state(web).lastPoll());
    assertEquals(warning, onlyWarning(second.report().state(web)));

    vault.setSecret("password", "\r\n");
    clock.forward(Duration.ofHours(1));
    assertEquals(
        "https://contoso.vault.azure.net/secrets/password: the password is empty; give the secret"
            + " a value",
        onlyWarning(second.run().state(web)).message());
  }

  @Test
  void run_keystorePasswordComesLater_theKeystoreTooAndReadersAreTold() throws Exception {
    web = Observed.with(Keystore.Type.PKCS12, web);
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();

    vault.setSecret("password", "secret\n");
    clock.forward(Duration.ofHours(1));

    assertInstanceOf(Outcome.Installed.class, synchronizer.run().state(web).lastPoll());
    KeyStore keystore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store.resolve("contoso.web.p12"))) {
      keystore.load(in, "secret".toCharArray());
    }
    assertTrue(keystore.isKeyEntry("web"));
    clock.forward(Duration.ofHours(1));
    assertInstanceOf(Outcome.Unchanged.class, synchronizer.run().state(web).lastPoll());
  }

  @Test
  void run_unknownReader_saysSoAndTriesAgain() throws Exception {
    web = Observed.readableBy(web, new Grant(Grant.Kind.USER, "nosuchuser"));
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);

    PassReport report = synchronizer.run();

    assertInstanceOf(Outcome.Installed.class, report.state(web).lastPoll());
    Warning warning = onlyWarning(report.state(web));
    assertEquals(Warning.Kind.READER_MISSING, warning.kind());
    assertTrue(warning.message().contains("user nosuchuser does not exist"), warning.message());
    assertTrue(report.isEverythingOnDisk());
    assertTrue(synchronizer.nextDue().isBefore(clock.instant().plusSeconds(10)));
  }

  @Test
  void run_vaultIsAway_driftIsPutRightAllTheSame() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    Path file = web.link().toRealPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    vault.throttle(Duration.ofSeconds(30));

    clock.forward(Duration.ofHours(1));
    synchronizer.run();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void run_oneVaultHangs_othersAreInstalledMeanwhile() throws Exception {
    ObservedCertificate away = Observed.certificate("fabrikam", "away", store);
    web = certificate("web");
    vault.renew("away");
    vault.renew("web");
    vault.renew("api");
    CountDownLatch hang = vault.hang("away");
    Synchronizer synchronizer = synchronizer(List.of(away, web, api), Optional.empty(), false);
    FutureTask<PassReport> pass = new FutureTask<>(synchronizer::run);
    Thread.ofVirtual().start(pass);

    assertTrue(appearsSoon(api.link()), "the other vault was waited for");
    assertFalse(pass.isDone());
    hang.countDown();
    PassReport report = pass.get();

    assertEquals(List.of(away, web, api), List.copyOf(report.states().keySet()));
    assertTrue(report.isEverythingOnDisk());
  }

  @Test
  void run_manyVaults_allInstalledAndAllNamesKept() throws Exception {
    List<ObservedCertificate> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      vault.renew("c" + i);
      many.add(Observed.certificate("vault" + i, "c" + i, store));
    }
    synchronizer(many, Optional.empty(), false).run();
    String ledger = Files.readString(folder.resolve("links.properties"));
    for (ObservedCertificate each : many) {
      assertEquals(vault.pem(each.secret().name()), Files.readString(each.link()));
      assertTrue(ledger.contains(each.link().toString()), ledger);
    }
  }

  @Test
  void run_vaultUnreachable_isAskedOnceAndTheOtherCertificateFirstNextTime() {
    vault.cut(true);
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);
    synchronizer.run();
    assertEquals(List.of("web"), vault.reads());

    clock.forward(Duration.ofSeconds(1));
    synchronizer.run();
    assertEquals(List.of("web", "api"), vault.reads());
  }

  @Test
  void run_passwordsVaultAsksForAPause_onlyThatOneIsLeftAlone() throws Exception {
    vault.renew("web");
    vault.renew("api");
    Vault other = new Vault("fabrikam.vault.azure.net", 443);
    web = Observed.withPasswordIn(other, web);
    vault.throttle(other, Duration.ofSeconds(40));
    Synchronizer synchronizer = synchronizer(Optional.empty(), false);

    synchronizer.run();

    assertEquals(List.of("web", "password", "api"), vault.reads());
    assertEquals(clock.instant().plusSeconds(40), synchronizer.nextDue());
  }

  @Test
  void run_disabled_theAdviserIsAskedOnceAndItsWordsStay() {
    vault.disable("web");
    policyReader.say("its signing request is pending");
    Synchronizer first = synchronizer(List.of(web), Optional.empty(), false);
    first.run();
    clock.forward(Duration.ofHours(1));

    Synchronizer second = synchronizer(List.of(web), Optional.of(first.state()), false);
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, second.run().state(web).lastPoll());

    assertTrue(
        failed.failure().reason().endsWith("; its signing request is pending"),
        failed.failure().reason());
    assertEquals(List.of("disabled web"), policyReader.questions());
  }

  @Test
  void run_unusable_theAdviserSaysWhy() {
    vault.breakValue("web");
    policyReader.say("its policy says that the key is not exportable");
    PassReport report = synchronizer(List.of(web), Optional.empty(), false).run();
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, report.state(web).lastPoll());
    assertTrue(failed.failure().reason().endsWith("not exportable"), failed.failure().reason());
    assertEquals(List.of("unusable web"), policyReader.questions());
  }

  @Test
  void run_installed_renewalIsAskedForOnceAndKept() throws Exception {
    web = Observed.with(Keystore.Type.PKCS12, web);
    vault.renew("web");
    Instant renewal = Instant.parse("2026-03-01T00:00:00Z");
    policyReader.say(renewal);
    Synchronizer first = synchronizer(List.of(web), Optional.empty(), false);
    assertEquals(Optional.of(renewal), first.run().state(web).metadata().renewal());
    clock.forward(Duration.ofHours(1));

    Synchronizer second = synchronizer(List.of(web), Optional.of(first.state()), false);

    assertEquals(Optional.of(renewal), second.report().state(web).metadata().renewal());
    vault.setSecret("password", "secret");
    assertInstanceOf(Outcome.Installed.class, second.run().state(web).lastPoll());
    assertEquals(Optional.of(renewal), second.report().state(web).metadata().renewal());
    assertEquals(List.of("renewal web"), policyReader.questions());
  }

  private static boolean appearsSoon(Path link) throws InterruptedException {
    for (int i = 0; i < 200 && !Files.exists(link); i++) {
      Thread.sleep(50);
    }
    return Files.exists(link);
  }

  private Instant nextDueAfter(Optional<PassState> state) {
    Synchronizer synchronizer = synchronizer(state, false);
    synchronizer.run();
    return synchronizer.nextDue();
  }

  private Warning onlyWarning(CertificateState state) {
    List<Warning> warnings = state.warnings(clock.instant());
    assertEquals(1, warnings.size(), warnings.toString());
    return warnings.getFirst();
  }

  private Synchronizer synchronizer(Optional<PassState> state, boolean everythingNow) {
    return synchronizer(List.of(web, api), state, everythingNow);
  }

  private Synchronizer synchronizer(
      List<ObservedCertificate> observed, Optional<PassState> state, boolean everythingNow) {
    return new Synchronizer(
        observed,
        new CertificateRefresher(vault, policyReader, Stores.in(folder, observed)),
        new FakeRenewalActions(),
        HOURLY,
        clock,
        state,
        everythingNow);
  }

  private ObservedCertificate certificate(String name) {
    return Observed.certificate("contoso", name, store);
  }
}
