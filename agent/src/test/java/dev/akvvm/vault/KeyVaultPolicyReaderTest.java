package dev.akvvm.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.emulator.Vault;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.testing.EmulatedAzure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyVaultPolicyReaderTest {
  private static final CertificateSpec SPEC = CertificateSpec.of("web").with(KeyType.P_256);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-04-11T00:00:00Z");

  @TempDir private Path folder;

  private EmulatedAzure azure;
  private Vault contoso;
  private CertificatePolicyReader policyReader;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    contoso = azure.emulator().vault("contoso");
    policyReader = azure.policyReader();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void nextRenewal_percentageOfTheLifetime_isThatDay() {
    contoso.createCertificate("web", SPEC);
    assertEquals(Optional.of(Instant.parse("2026-03-22T00:00:00Z")), nextRenewal());
  }

  @Test
  void nextRenewal_daysBeforeExpiry_isThatDay() {
    policy(
        "{\"trigger\": {\"days_before_expiry\": 30}, \"action\": {\"action_type\":"
            + " \"AutoRenew\"}}");
    assertEquals(Optional.of(Instant.parse("2026-03-12T00:00:00Z")), nextRenewal());
  }

  @Test
  void nextRenewal_onlyMailsOrNothing_isUnknown() {
    policy(
        "{\"trigger\": {\"days_before_expiry\": 30}, \"action\": {\"action_type\":"
            + " \"EmailContacts\"}}");
    assertEquals(Optional.empty(), nextRenewal());
    policy("");
    assertEquals(Optional.empty(), nextRenewal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"days_before_expiry\": -1",
        "\"days_before_expiry\": 2147483647",
        "\"lifetime_percentage\": -1",
        "\"lifetime_percentage\": 101",
        "\"lifetime_percentage\": 2147483647"
      })
  void nextRenewal_timeOutsideOfTheValidity_isUnknown(String trigger) {
    policy("{\"trigger\": {" + trigger + "}, \"action\": {\"action_type\": \"AutoRenew\"}}");
    assertEquals(
        Optional.empty(),
        policyReader.nextRenewal(
            web(), Optional.empty(), START, Instant.parse("9999-12-31T23:59:59Z")));
  }

  @Test
  void nextRenewal_pinnedVersion_isNotAskedFor() {
    String version = contoso.createCertificate("web", SPEC).version();
    assertEquals(
        Optional.empty(),
        policyReader.nextRenewal(
            new SecretIdentifier(azure.vault("contoso"), "web", Optional.of(version)),
            Optional.empty(),
            START,
            END));
    assertEquals(0, azure.emulator().requests().size());
  }

  @Test
  void whyUnusable_policyKeepsTheKey_saysSo() {
    contoso.createCertificate("web", SPEC.notExportable());
    assertEquals(
        Optional.of("its policy says that the key is not exportable"),
        policyReader.whyUnusable(web(), Optional.empty()));
    contoso.createCertificate("web", SPEC);
    assertEquals(Optional.empty(), policyReader.whyUnusable(web(), Optional.empty()));
  }

  @Test
  void whyDisabled_signingRequestIsPending_saysMerge() {
    contoso.createCertificate("web", SPEC);
    contoso.requestSigning("web");
    assertEquals(
        Optional.of(
            "its signing request is pending: have it signed and merge the signed certificate"),
        policyReader.whyDisabled(web(), Optional.empty()));
    contoso.merge("web");
    assertEquals(Optional.empty(), policyReader.whyDisabled(web(), Optional.empty()));
  }

  @Test
  void anything_identityMayNotReadCertificates_isUnknown() {
    contoso.createCertificate("web", SPEC.notExportable());
    contoso.requestSigning("web");
    contoso.grantSecretsOnly();
    assertEquals(Optional.empty(), nextRenewal());
    assertEquals(Optional.empty(), policyReader.whyUnusable(web(), Optional.empty()));
    assertEquals(Optional.empty(), policyReader.whyDisabled(web(), Optional.empty()));
  }

  @Test
  void anything_plainSecretOrNoVault_isUnknown() {
    assertEquals(Optional.empty(), nextRenewal());
    azure.close();
    assertEquals(Optional.empty(), nextRenewal());
  }

  private void policy(String action) {
    contoso.createCertificate("web", SPEC);
    azure.emulator().faults().clear();
    azure
        .emulator()
        .faults()
        .add(
            Fault.onVaults(
                "/certificates/web/policy",
                new Effect.Status(
                    200,
                    "{\"id\": \"x\", \"lifetime_actions\": [" + action + "]}",
                    Optional.empty())));
  }

  private Optional<Instant> nextRenewal() {
    return policyReader.nextRenewal(web(), Optional.empty(), START, END);
  }

  private SecretIdentifier web() {
    return new SecretIdentifier(azure.vault("contoso"), "web", Optional.empty());
  }
}
