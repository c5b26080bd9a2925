package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import dev.akvvm.state.PassState;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain secrets, files of variables and authorities, from the vault to the disk. */
final class SecretsTest {
  private static final PollPolicy HOURLY = PollPolicy.of(Duration.ofHours(1), 0);
  private static final Vault FABRIKAM = new Vault("fabrikam.vault.azure.net", Vault.HTTPS);

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T00:00:00Z"));
  private final FakeVault vault = new FakeVault();
  private ObservedCertificate db;
  private ObservedCertificate env;

  @BeforeEach
  void observe() {
    db = observed("db", new Content.PlainSecret(Encoding.RAW));
    Vault contoso = db.vault();
    env =
        Observed.named(
            "app.env",
            observed(
                "api",
                new Content.EnvFile(
                    new TreeMap<>(
                        Map.of(
                            "API_KEY",
                            new SecretIdentifier(contoso, "api", Optional.empty()),
                            "DB_PASSWORD",
                            new SecretIdentifier(FABRIKAM, "db", Optional.empty()))))));
    vault.setSecret("db", "hunter2");
    vault.setSecret("api", "k$y");
  }

  private ObservedCertificate observed(String name, Content content) {
    return Observed.of(content, Observed.certificate("contoso", name, folder.resolve("store")));
  }

  @Test
  void run_plainSecret_isWrittenAsItIs() throws Exception {
    PassReport report = run(db);

    assertInstanceOf(Outcome.Installed.class, report.state(db).lastPoll());
    assertEquals("hunter2", Files.readString(db.link()));
    assertEquals(List.of(), report.state(db).warnings(clock.instant()));
  }

  @Test
  void run_plainSecretThatIsACertificate_isWrittenAsItIs() throws Exception {
    vault.renew("db");
    String value = vault.pem("db") + "# and this";
    vault.setSecret("db", value);

    run(db);

    assertEquals(value, Files.readString(db.link()));
  }

  @Test
  void run_base64_isDecoded_andWhatIsNotFailsAlone() throws Exception {
    ObservedCertificate binary = observed("binary", new Content.PlainSecret(Encoding.BASE64));
    vault.setSecret("binary", "AAEC/w==\n");
    run(binary, db);
    assertArrayEquals(new byte[] {0, 1, 2, -1}, Files.readAllBytes(binary.link()));

    vault.setSecret("binary", "hunter2!");
    vault.setSecret("db", "hunter3");
    PassReport report = run(binary, db);

    assertEquals(
        "https://contoso.vault.azure.net/secrets/binary: its value is not base64; store it in"
            + " base64, or set encoding to raw",
        reason(report, binary));
    assertArrayEquals(new byte[] {0, 1, 2, -1}, Files.readAllBytes(binary.link()));
    assertEquals("hunter3", Files.readString(db.link()));
  }

  @Test
  void run_unchanged_writesNothing() throws Exception {
    run(db, env);
    DiskSnapshot before = DiskSnapshot.of(folder.resolve("store"));

    PassReport report = run(db, env);

    assertInstanceOf(Outcome.Unchanged.class, report.state(db).lastPoll());
    assertInstanceOf(Outcome.Unchanged.class, report.state(env).lastPoll());
    assertEquals(before, DiskSnapshot.of(folder.resolve("store")));
  }

  @Test
  void run_missingOrDisabled_speaksOfASecret() throws Exception {
    vault.remove("db");
    assertEquals(
        "https://contoso.vault.azure.net/secrets/db: no such secret; create it, recover it if it"
            + " was deleted, or correct the URL in observedSecrets",
        reason(run(db), db));
    vault.disable("db");
    assertEquals(
        "https://contoso.vault.azure.net/secrets/db: the secret is disabled; enable it",
        reason(run(db), db));
    assertFalse(Files.exists(db.link()));
  }

  @Test
  void run_expired_isAWarningThatALaterEndTakesAway() throws Exception {
    vault.expire("db", clock.instant().minusSeconds(1));
    PassReport report = run(db);
    assertEquals(
        List.of("expired at 2026-02-28T23:59:59Z; create a new version in the vault"),
        report.state(db).warnings(clock.instant()).stream().map(Warning::message).toList());
    assertTrue(report.state(db).isCurrent());

    vault.expire("db", clock.instant().plusSeconds(1));
    report = run(db);

    assertInstanceOf(Outcome.Unchanged.class, report.state(db).lastPoll());
    assertEquals(List.of(), report.state(db).warnings(clock.instant()));
  }

  @Test
  void run_envFile_holdsAllVariablesOfAllVaults() throws Exception {
    PassReport report = run(env);

    assertEquals("API_KEY=\"k\\$y\"\nDB_PASSWORD=\"hunter2\"\n", Files.readString(env.link()));
    assertEquals(
        Optional.of("contoso/api 00000000, fabrikam/db 00000000"),
        report.state(env).metadata().parts());
    assertTrue(version(report, env).matches("[0-9a-f]{32}"));
  }

  @Test
  void run_oneOfItsSecretsIsRenewed_theFileHasAnotherVersion() throws Exception {
    String before = version(run(env), env);
    assertEquals(before, version(run(env), env));

    vault.setSecret("db", "hunter3");
    PassReport report = run(env);

    assertFalse(before.equals(version(report, env)));
    assertInstanceOf(Outcome.Installed.class, report.state(env).lastPoll());
    assertTrue(Files.readString(env.link()).contains("hunter3"));
  }

  @Test
  void run_oneOfItsSecretsIsMissing_theOldFileStays() throws Exception {
    run(env);
    vault.setSecret("api", "another");
    vault.remove("db");

    PassReport report = run(env);

    assertTrue(
        reason(report, env).startsWith("https://fabrikam.vault.azure.net/secrets/db: no such"),
        reason(report, env));
    assertTrue(Files.readString(env.link()).contains("hunter2"));
    assertTrue(report.state(env).current().isPresent());
  }

  @Test
  void run_envFileOfTooMuch_namesTheVariableAndKeepsTheRest() throws Exception {
    vault.setSecret("api", "x".repeat(600_000));
    vault.setSecret("db", "x".repeat(600_000));

    assertEquals(
        "the envFile would be larger than a megabyte, from the variable DB_PASSWORD on; split it",
        reason(run(env), env));
  }

  /** It is left alone while either is. */
  @Test
  void run_oneOfItsVaultsAsksForAPause_isNotPolledBefore() throws Exception {
    vault.throttle(FABRIKAM, Duration.ofMinutes(10));
    Synchronizer synchronizer = synchronizer(Optional.empty(), env);
    synchronizer.run();
    vault.reads().clear();

    clock.forward(Duration.ofMinutes(9));
    synchronizer.run();
    assertEquals(List.of(), vault.reads());

    clock.forward(Duration.ofMinutes(2));
    synchronizer.run();
    assertEquals(List.of("api", "db"), vault.reads());
  }

  @Test
  void state_recalled_stillTellsWhatTheFileConsistsOf() throws Exception {
    Synchronizer first = synchronizer(Optional.empty(), env);
    first.run();
    PassState state = first.state();

    PassReport report = synchronizer(Optional.of(state), env).report();

    assertEquals(
        Optional.of("contoso/api 00000000, fabrikam/db 00000000"),
        report.state(env).metadata().parts());
    assertFalse(state.entries().toString().contains("hunter2"));
  }

  @Test
  void run_caBundle_holdsCertificatesAndNoKey() throws Exception {
    ObservedCertificate ca = observed("ca", new Content.CaBundle());
    vault.renewWithIssuer("ca");

    PassReport report = run(ca);

    String pem = Files.readString(ca.link());
    assertEquals(2, pem.split("BEGIN CERTIFICATE", -1).length - 1);
    assertFalse(pem.contains("KEY"), pem);
    assertEquals(
        Optional.of("2 certificates, first to expire: CN=ca"), report.state(ca).metadata().parts());

    vault.breakValue("ca");
    assertTrue(
        reason(run(ca), ca).startsWith("the caBundle cannot be used: its value is neither PEM"));
    assertEquals(pem, Files.readString(ca.link()));
  }

  private static String version(PassReport report, ObservedCertificate observed) {
    return report.state(observed).current().orElseThrow().version();
  }

  private static String reason(PassReport report, ObservedCertificate observed) {
    return report.state(observed).failure().orElseThrow().reason();
  }

  private PassReport run(ObservedCertificate... observed) throws Exception {
    return synchronizer(Optional.empty(), observed).run();
  }

  private Synchronizer synchronizer(Optional<PassState> state, ObservedCertificate... observed) {
    List<ObservedCertificate> all = List.of(observed);
    return new Synchronizer(
        all,
        new CertificateRefresher(vault, new FakePolicyReader(), Stores.in(folder, all)),
        new FakeRenewalActions(),
        HOURLY,
        clock,
        state,
        true);
  }
}
