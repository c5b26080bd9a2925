package dev.akvvm.sync;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.state.PassState;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that are not valid yet, or not any more, and what readers get meanwhile. */
final class HoldBackTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final PollPolicy HOURLY = PollPolicy.of(HOUR, 0);

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-02-01T00:00:00Z"));
  private final Instant start = clock.instant();
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;

  @BeforeEach
  void observe() {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  @Test
  void run_notValidYet_isHeldBackNamedAndInstalledWhenItsTimeHasCome() throws Exception {
    vault.renew("web");
    Synchronizer synchronizer = synchronizer();
    synchronizer.run();
    String current = installed();
    Instant valid = clock.instant().plus(HOUR).plus(MINUTE.multipliedBy(10));
    vault.setValidity(valid, valid.plus(DAY));
    String next = vault.renew("web");

    clock.forward(HOUR);
    CertificateState state = synchronizer.run().state(web);

    assertInstanceOf(Outcome.Unchanged.class, state.lastPoll());
    assertEquals(List.of(), state.warnings(clock.instant()));
    assertEquals(
        List.of("version " + next + " becomes valid at " + valid + " and is installed then"),
        state.remarks().notes());
    assertEquals(current, installed());
    assertEquals(valid, synchronizer.nextDue());

    clock.forward(Duration.between(clock.instant(), valid));
    state = synchronizer.run().state(web);
    assertInstanceOf(Outcome.Installed.class, state.lastPoll());
    assertEquals(List.of(), state.warnings(clock.instant()));
    assertEquals(List.of(), state.remarks().notes());
    assertEquals(next, installed());
    assertEquals(clock.instant().plus(HOUR), synchronizer.nextDue());
  }

  @Test
  void run_heldBackAndTheProcessEnds_theNextKnowsAndIsDueInTime() throws Exception {
    vault.renew("web");
    synchronizer().run();
    Instant valid = start.plus(MINUTE);
    vault.setValidity(valid, valid.plus(DAY));
    String next = vault.renew("web");
    Synchronizer first = synchronizer();
    first.run();
    PassState left = first.state();
    assertEquals(valid, left.due());

    Synchronizer second = synchronizer(Optional.of(left), false);

    assertEquals(1, second.report().state(web).remarks().notes().size());
    assertEquals(valid, second.nextDue());
    clock.forward(MINUTE);
    second.run();
    assertEquals(next, installed());
  }

  @Test
  void run_validBeyondTheInterval_isPolledAsUsualMeanwhile() throws Exception {
    vault.renew("web");
    Synchronizer synchronizer = synchronizer();
    synchronizer.run();
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(9)));
    vault.renew("web");
    clock.forward(HOUR);
    synchronizer.run();
    assertEquals(clock.instant().plus(HOUR), synchronizer.nextDue());
  }

  @Test
  void run_clockGoesBackWhileHeldBack_waitsForTheRightTime() throws Exception {
    vault.renew("web");
    Synchronizer synchronizer = synchronizer();
    synchronizer.run();
    String current = installed();
    Instant valid = start.plus(HOUR).plus(MINUTE);
    vault.setValidity(valid, valid.plus(DAY));
    vault.renew("web");
    clock.forward(HOUR);
    synchronizer.run();

    clock.forward(HOUR.negated());
    assertEquals(start.plus(MINUTE), synchronizer.nextDue());
    clock.forward(MINUTE);
    synchronizer.run();

    assertEquals(current, installed());
    assertEquals(valid, synchronizer.nextDue());
    clock.forward(HOUR);
    synchronizer.run();
    assertNotEquals(current, installed());
  }

  @Test
  void run_theOneOnDiskExpiresBefore_isReplacedThenWithAWarning() throws Exception {
    vault.setValidity(start.minus(DAY), start.plus(MINUTE));
    vault.renew("web");
    Synchronizer synchronizer = synchronizer();
    synchronizer.run();
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    String next = vault.renew("web");
    synchronizer = synchronizer();
    CertificateState state = synchronizer.run().state(web);
    assertTrue(
        state.remarks().notes().getFirst().endsWith("installed when the one on disk expires"));
    assertEquals(start.plus(MINUTE).plusSeconds(1), synchronizer.nextDue());

    clock.forward(MINUTE.plusSeconds(1));
    state = synchronizer.run().state(web);

    assertEquals(next, installed());
    assertEquals(Warning.Kind.NOT_YET_VALID, state.warnings(clock.instant()).getFirst().kind());
  }

  @Test
  void run_nothingIsOnDisk_isInstalledAtOnceWithAWarning() throws Exception {
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    String version = vault.renew("web");

    CertificateState state = synchronizer().run().state(web);

    assertEquals(version, installed());
    assertEquals(Warning.Kind.NOT_YET_VALID, state.warnings(clock.instant()).getFirst().kind());
  }

  @Test
  void run_pinned_isInstalledAtOnceWithAWarning() throws Exception {
    vault.renew("web");
    synchronizer().run();
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    String version = vault.renew("web");
    web =
        new ObservedCertificate(
            new SecretIdentifier(web.vault(), "web", Optional.of(version)),
            web.identity(),
            web.placement());

    CertificateState state = synchronizer().run().state(web);

    assertEquals(version, installed());
    assertEquals(Warning.Kind.NOT_YET_VALID, state.warnings(clock.instant()).getFirst().kind());
  }

  @Test
  void run_newestHasExpired_isNotInstalledAndWarnedOf() throws Exception {
    vault.renew("web");
    synchronizer().run();
    String current = installed();
    vault.setValidity(start.minus(DAY), start.minus(HOUR));
    String expired = vault.renew("web");

    Synchronizer synchronizer = synchronizer();
    CertificateState state = synchronizer.run().state(web);

    assertEquals(current, installed());
    assertInstanceOf(Outcome.Unchanged.class, state.lastPoll());
    Warning warning =
        new Warning(
            Warning.Kind.NEWEST_EXPIRED,
            "version "
                + expired
                + " of the vault expired at 2026-01-31T23:00:00Z and is not installed; create a new"
                + " version");
    assertEquals(List.of(warning), state.warnings(clock.instant()));
    Synchronizer next = synchronizer(Optional.of(synchronizer.state()), false);
    assertEquals(List.of(warning), next.report().state(web).warnings(clock.instant()));
    assertEquals(start.plus(HOUR), next.nextDue());
  }

  @Test
  void run_heldBack_whatIsOnDiskIsMaintained() throws Exception {
    vault.renew("web");
    synchronizer().run();
    Path file = web.link().toRealPath();
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    vault.renew("web");
    Files.setPosixFilePermissions(file, fromString("rw-r--r--"));

    synchronizer().run();

    assertEquals(fromString("rw-------"), Files.getPosixFilePermissions(file));
  }

  @Test
  void run_heldBackWithAKeystore_itIsMadeOfWhatIsOnDisk() throws Exception {
    vault.renew("web");
    synchronizer().run();
    String current = installed();
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    vault.renew("web");
    vault.setSecret("password", "secret");
    web = Observed.with(Keystore.Type.PKCS12, web);

    assertInstanceOf(Outcome.Installed.class, synchronizer().run().state(web).lastPoll());
    assertKeystoreOpens("secret");
    assertInstanceOf(Outcome.Unchanged.class, synchronizer().run().state(web).lastPoll());
    vault.setSecret("password", "another");
    assertInstanceOf(Outcome.Installed.class, synchronizer().run().state(web).lastPoll());
    assertKeystoreOpens("another");
    assertEquals(current, installed());
  }

  @Test
  void run_heldBackAndSomebodyElseInstalledTheCurrentOne_itIsComparedWithTheVaultOnce()
      throws Exception {
    vault.renew("web");
    synchronizer().run();
    String current = installed();
    Files.delete(folder.resolve("installed.json"));
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    vault.renew("web");

    assertEquals(1, synchronizer().run().state(web).remarks().notes().size());
    assertEquals(current, installed());
    assertEquals(3, vault.reads().size());
    synchronizer().run();
    assertEquals(4, vault.reads().size());
  }

  @Test
  void run_whatIsOnDiskIsNotTheVaults_isReplacedAtOnce() throws Exception {
    FakeVault another = new FakeVault();
    another.renew("web");
    another.nameVersion("web", "f".repeat(32));
    synchronizer(another, Optional.empty(), true).run();
    Files.delete(folder.resolve("installed.json"));
    vault.setValidity(start.plus(DAY), start.plus(DAY.multipliedBy(2)));
    String version = vault.renew("web");

    assertEquals(List.of(), synchronizer().run().state(web).remarks().notes());

    assertEquals(version, installed());
  }

  private void assertKeystoreOpens(String password) throws Exception {
    KeyStore keystore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("store/contoso.web.p12"))) {
      keystore.load(in, password.toCharArray());
    }
    assertTrue(keystore.isKeyEntry("web"));
  }

  /** The version that the link leads to. */
  private String installed() throws Exception {
    return Files.readSymbolicLink(web.link())
        .getFileName()
        .toString()
        .replaceFirst("contoso\\.web\\.(\\w{32})\\..*", "$1");
  }

  private Synchronizer synchronizer() {
    return synchronizer(Optional.empty(), true);
  }

  private Synchronizer synchronizer(Optional<PassState> state, boolean everythingNow) {
    return synchronizer(vault, state, everythingNow);
  }

  private Synchronizer synchronizer(
      FakeVault reader, Optional<PassState> state, boolean everythingNow) {
    return new Synchronizer(
        List.of(web),
        new CertificateRefresher(reader, new FakePolicyReader(), Stores.in(folder, List.of(web))),
        new FakeRenewalActions(),
        HOURLY,
        clock,
        state,
        everythingNow);
  }
}
