package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.PassState;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renewals that are installed although somebody should look at them. */
final class RenewalWarningsTest {
  private static final String NAMES = "the new version is no longer for ";

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-02-01T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;

  @BeforeEach
  void observe() {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
  }

  @Test
  void run_renewedAsSelfSigned_isInstalledWithAWarning() {
    vault.renewWithIssuer("web");
    run();
    vault.renew("web");

    CertificateState state = run();

    assertInstanceOf(Outcome.Installed.class, state.lastPoll());
    assertEquals(
        List.of(
            new Warning(
                Warning.Kind.SELF_SIGNED,
                "the new version is self-signed, the one before was issued by CN=root; check its"
                    + " issuer in the vault")),
        state.warnings(clock.instant()));
  }

  @Test
  void run_wasSelfSignedBefore_nothingLooksWrong() {
    vault.renew("web");
    run();
    vault.renew("web");
    assertEquals(List.of(), warnings());
    vault.renewWithIssuer("web");
    assertEquals(List.of(), warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.example.com,b.example.com | a.example.com | b.example.com",
        "a.example.com,b.example.com | c.example.com | a.example.com, b.example.com",
        "a.ex.com,b.ex.com,c.ex.com,d.ex.com,e.ex.com | e.ex.com"
            + " | a.ex.com, b.ex.com, c.ex.com and 1 more",
        "a.example.com,b.other.com,example.com | *.example.com | b.other.com, example.com",
        "*.example.com | a.example.com | *.example.com",
        "a.b.example.com | *.example.com | a.b.example.com",
      })
  void run_namesAreLost_theyAreNamed(String before, String after, String lost) {
    vault.setDnsNames(before.split(",", -1));
    vault.renew("web");
    run();
    vault.setDnsNames(after.split(",", -1));
    vault.renew("web");
    assertEquals(List.of(NAMES + lost + "; check its DNS names"), warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "'a.example.com', 'A.Example.com,b.example.com'",
    "'a.example.com,*.example.com', '*.example.com'"
  })
  void run_namesAreStillCovered_nothingLooksWrong(String before, String after) {
    vault.setDnsNames(before.split(",", -1));
    vault.renew("web");
    run();
    vault.setDnsNames(after.split(",", -1));
    vault.renew("web");
    assertEquals(List.of(), warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, EC, 256, EC with 256 bits instead of RSA with 2048 bits",
    "RSA, 3072, RSA, 2048, RSA with 2048 bits instead of RSA with 3072 bits",
    "EC, 384, EC, 256, EC with 256 bits instead of EC with 384 bits"
  })
  void run_anotherKeyType_bothAreNamed(
      String algorithm, int bits, String other, int otherBits, String text) {
    vault.setKeys(algorithm, bits);
    vault.renew("web");
    run();
    vault.setKeys(other, otherBits);
    vault.renew("web");
    assertEquals(
        List.of("the new version has another key type, " + text + "; check what uses it"),
        warnings());
  }

  @Test
  void run_longerKey_nothingLooksWrong() {
    vault.renew("web");
    run();
    vault.setKeys("EC", 384);
    vault.renew("web");
    assertEquals(List.of(), warnings());
  }

  @Test
  void warnings_staysForAWeekAlsoInTheNextProcess_thenEnds() {
    vault.setDnsNames("a.example.com");
    vault.renewWithIssuer("web");
    run();
    vault.setDnsNames("b.example.com");
    vault.renew("web");
    Synchronizer first = synchronizer(Optional.empty());
    List<Warning> both = first.run().state(web).warnings(clock.instant());
    assertEquals(
        List.of(Warning.Kind.SELF_SIGNED, Warning.Kind.NAMES_LOST),
        both.stream().map(Warning::kind).toList());

    clock.forward(Duration.ofDays(7).minusSeconds(1));
    Synchronizer second = synchronizer(Optional.of(first.state()));
    assertEquals(both, second.report().state(web).warnings(clock.instant()));
    assertEquals(both, second.run().state(web).warnings(clock.instant()));

    clock.forward(Duration.ofSeconds(1));
    assertEquals(List.of(), second.report().state(web).warnings(clock.instant()));
  }

  @Test
  void warnings_nextVersionIsAsTheOneBefore_end() {
    vault.renewWithIssuer("web");
    run();
    vault.renew("web");
    assertEquals(1, warnings().size());
    vault.renew("web");
    assertEquals(List.of(), warnings());
  }

  @Test
  void run_firstInstallation_isComparedWithNothing() {
    vault.renewWithIssuer("web");
    run();
    vault.renew("web");
    web = Observed.named("other", web);
    assertEquals(List.of(), warnings());
    assertTrue(run().current().isPresent());
  }

  private List<String> warnings() {
    return run().warnings(clock.instant()).stream().map(Warning::message).toList();
  }

  private CertificateState run() {
    return synchronizer(Optional.empty()).run().state(web);
  }

  private Synchronizer synchronizer(Optional<PassState> state) {
    return new Synchronizer(
        List.of(web),
        new CertificateRefresher(vault, new FakePolicyReader(), Stores.in(folder, List.of(web))),
        new FakeRenewalActions(),
        PollPolicy.of(Duration.ofHours(1), 0),
        clock,
        state,
        true);
  }
}
