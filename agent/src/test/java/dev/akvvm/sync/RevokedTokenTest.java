package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Denial;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Identities;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.emulator.Listener;
import dev.akvvm.emulator.MovableClock;
import dev.akvvm.identity.Credentials;
import dev.akvvm.identity.IdentityContext;
import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import dev.akvvm.vault.KeyVaultReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that the vault refuses, and what is tried and said from then on, through the SDK. */
final class RevokedTokenTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.now());
  private EmulatedAzure azure;
  private ObservedCertificate web;
  private Synchronizer synchronizer;

  @BeforeEach
  void install() throws Exception {
    azure = new EmulatedAzure(folder);
    azure
        .emulator()
        .vault("contoso")
        .createCertificate("web", CertificateSpec.of("web").with(KeyType.P_256));
    web =
        new ObservedCertificate(
            new SecretIdentifier(azure.vault("contoso"), "web", Optional.empty()),
            Optional.empty(),
            Observed.certificate("contoso", "web", folder.resolve("store")).placement());
    synchronizer =
        new Synchronizer(
            List.of(web),
            new CertificateRefresher(
                new KeyVaultReader(azure.http(), identities()),
                new FakePolicyReader(),
                Stores.in(folder, List.of(web))),
            new FakeRenewalActions(),
            PollPolicy.of(Duration.ofHours(1), 0),
            clock,
            Optional.empty(),
            true);
    assertInstanceOf(Outcome.Installed.class, synchronizer.run().state(web).lastPoll());
    azure.emulator().clearRequests();
  }

  @AfterEach
  void close() {
    azure.close();
  }

  @Test
  void run_identityIsCreatedAnew_itsTokenIsUsedWithinSeconds() {
    azure.emulator().revokeTokens();
    azure
        .emulator()
        .assign(Identities.none().withUser("again", "00000000-0000-4000-8000-000000000002"));
    clock.forward(Duration.ofHours(1));
    Instant begun = clock.instant();
    assertRefused();

    assertEquals(Optional.empty(), next().failure());

    assertTrue(Duration.between(begun, clock.instant()).compareTo(SOON) <= 0);
    assertEquals(
        List.of("VAULTS 401", "METADATA 200", "VAULTS 200"),
        azure.emulator().requests().stream()
            .map(request -> request.listener() + " " + request.status())
            .toList());
  }

  @Test
  void run_roleIsGivenToAGroupOfTheIdentity_aNewTokenIsUsedWithinSeconds() {
    azure.emulator().vault("contoso").deny(Denial.RBAC);
    clock.forward(Duration.ofHours(1));
    String reason = synchronizer.run().state(web).failure().orElseThrow().reason();
    assertTrue(reason.contains("access denied"), reason);
    azure.emulator().vault("contoso").allow();

    assertEquals(Optional.empty(), next().failure());

    assertEquals(
        List.of("VAULTS 403", "METADATA 200", "VAULTS 200"),
        azure.emulator().requests().stream()
            .map(request -> request.listener() + " " + request.status())
            .toList());
  }

  @Test
  void run_endpointThenRefusesToo_theStatusNamesTheIdentitysTrouble() {
    azure.emulator().revokeTokens();
    azure.emulator().assign(Identities.none());
    clock.forward(Duration.ofHours(1));
    Instant begun = clock.instant();
    assertRefused();

    String second = next().failure().orElseThrow().reason();
    assertTrue(second.startsWith("no token: the managed identity endpoint "), second);
    assertTrue(second.contains("Identity not found"), second);
    next();
    assertEquals(
        1,
        azure.emulator().requests().stream()
            .filter(request -> request.listener() == Listener.VAULTS)
            .count(),
        "the refused token was sent again");

    azure.emulator().assign(Identities.system());
    assertEquals(Optional.empty(), next().failure());
    assertTrue(Duration.between(begun, clock.instant()).compareTo(SOON.multipliedBy(2)) <= 0);
  }

  @Test
  void run_endpointAsksForAPause_nobodyAsksBeforeAlsoNotTheNextProcess() {
    azure.emulator().revokeTokens();
    clock.forward(Duration.ofHours(1));
    assertRefused();
    azure
        .emulator()
        .faults()
        .add(Fault.onMetadata(new Effect.Status(503, "", Optional.of(Duration.ofMinutes(20)))));

    assertTrue(next().failure().orElseThrow().reason().contains("answered 503"));

    Duration left = Duration.between(clock.instant(), synchronizer.nextDue());
    assertTrue(left.compareTo(Duration.ofMinutes(19)) > 0, left.toString());
    assertEquals(synchronizer.nextDue(), synchronizer.state().due());
  }

  /** Of a machine with this test's time. */
  private Credentials identities() {
    IdentityContext usual = azure.context();
    return new Credentials(
        new IdentitySettings(
            URI.create(azure.emulator().metadataEndpoint() + "/oauth2/token"), Optional.empty()),
        new IdentityContext(
            usual.metadata(),
            usual.logins(),
            usual.environment(),
            usual.allowedEndpoints(),
            usual.arcKeys(),
            clock,
            usual.pause()));
  }

  private void assertRefused() {
    String reason = synchronizer.run().state(web).failure().orElseThrow().reason();
    assertTrue(reason.contains("the vault does not accept the token"), reason);
  }

  /** The state after the next pass, when that is due. */
  private CertificateState next() {
    clock.forward(Duration.between(clock.instant(), synchronizer.nextDue()));
    return synchronizer.run().state(web);
  }
}
