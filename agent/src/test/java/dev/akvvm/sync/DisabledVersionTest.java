package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
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

/** The newest version is disabled, and {@code onDisabled} says what to do. */
final class DisabledVersionTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-02-01T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate web;

  @BeforeEach
  void observe() {
    web = Observed.withPrevious(Observed.certificate("contoso", "web", folder.resolve("store")));
  }

  @Test
  void run_newestIsDisabledAfterItWasInstalled_theOneBeforeComesBack() throws Exception {
    String first = vault.renew("web");
    String second = vault.renew("web");
    run();
    assertInstalled(second);

    vault.disable("web", second);
    CertificateState state = run();

    assertInstalled(first);
    assertEquals(Optional.empty(), state.failure());
    assertEquals(
        List.of("the newest version " + second + " is disabled, so " + first + " is used"),
        state.remarks().notes());
    assertEquals(List.of(), state.warnings(clock.instant()));
    assertEquals(1, run().remarks().notes().size());
  }

  @Test
  void run_severalAreDisabledOrNotValid_theNewestThatIsNeitherIsUsed() throws Exception {
    vault.renew("web");
    String wanted = vault.renew("web");
    Instant now = clock.instant();
    vault.setValidity(now.minus(DAY.multipliedBy(2)), now.minus(DAY));
    vault.renew("web");
    vault.setValidity(now.plus(DAY), now.plus(DAY.multipliedBy(2)));
    vault.renew("web");
    vault.disable("web", vault.renew("web"));
    run();
    assertInstalled(wanted);
  }

  @Test
  void run_noneThatIsEnabledIsValid_theNewestEnabledIsUsedWithAWarning() throws Exception {
    Instant now = clock.instant();
    vault.setValidity(now.minus(DAY.multipliedBy(2)), now.minus(DAY));
    vault.renew("web");
    String wanted = vault.renew("web");
    vault.disable("web", vault.renew("web"));
    CertificateState state = run();
    assertInstalled(wanted);
    assertEquals(Warning.Kind.EXPIRED, state.warnings(now).getFirst().kind());
  }

  @Test
  void run_allAreDisabled_isAFailureThatSaysSo() {
    vault.disable("web", vault.renew("web"));
    assertEquals(
        "https://contoso.vault.azure.net/secrets/web: every version of the certificate is"
            + " disabled; enable one",
        reason());
  }

  @Test
  void run_listsAreDenied_isAFailureThatSaysForWhat() {
    vault.renew("web");
    vault.disable("web", vault.renew("web"));
    vault.denyLists();
    assertEquals(
        "the newest version is disabled, and onDisabled needs a list of the others: no permission"
            + " to list",
        reason());
  }

  @Test
  void run_notAskedFor_isAFailureThatNamesTheSetting() {
    web = Observed.certificate("contoso", "web", folder.resolve("store"));
    vault.renew("web");
    vault.disable("web", vault.renew("web"));
    assertTrue(
        reason()
            .endsWith(
                "; or set onDisabled to \"previous\" to use the newest version that is"
                    + " enabled"),
        reason());
  }

  @Test
  void run_newestIsEnabled_nothingIsListed() throws Exception {
    String version = vault.renew("web");
    vault.denyLists();
    run();
    assertInstalled(version);
  }

  private void assertInstalled(String version) throws Exception {
    String target = Files.readSymbolicLink(web.link()).getFileName().toString();
    assertTrue(target.startsWith("contoso.web." + version + "."), target);
  }

  private String reason() {
    return run().failure().orElseThrow().reason();
  }

  private CertificateState run() {
    return new Synchronizer(
            List.of(web),
            new CertificateRefresher(
                vault, new FakePolicyReader(), Stores.in(folder, List.of(web))),
            new FakeRenewalActions(),
            PollPolicy.of(Duration.ofHours(1), 0),
            clock,
            Optional.empty(),
            true)
        .run()
        .state(web);
  }
}
