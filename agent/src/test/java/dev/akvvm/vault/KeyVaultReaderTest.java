package dev.akvvm.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.security.keyvault.secrets.SecretServiceVersion;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.emulator.BundleFormat;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.CertificateVersion;
import dev.akvvm.emulator.Denial;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Identities;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.emulator.Listener;
import dev.akvvm.emulator.RecordedRequest;
import dev.akvvm.emulator.Vault;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.testing.EmulatedAzure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyVaultReaderTest {
  private static final String CLIENT = "00000000-aaaa-bbbb-cccc-000000000001";

  @TempDir private Path folder;

  private EmulatedAzure azure;
  private Vault contoso;
  private KeyVaultReader reader;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    contoso = azure.emulator().vault("contoso");
    reader = azure.reader();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void read_plainSecret_givesItsValidityIfItHasOne() throws Exception {
    contoso.putSecret("db", "hunter2", "");
    SecretIdentifier db = new SecretIdentifier(azure.vault("contoso"), "db", Optional.empty());
    Secret unlimited = reader.read(db, Optional.empty());
    assertEquals(Optional.empty(), unlimited.notBefore());
    assertEquals(Optional.empty(), unlimited.expires());

    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    contoso.expire("db", end);
    Secret limited = reader.read(db, Optional.empty());

    assertEquals(Optional.of(end), limited.expires());
    assertEquals(unlimited.version(), limited.version());
    assertFalse(limited.toString().contains("hunter2"));
  }

  @ParameterizedTest
  @EnumSource(BundleFormat.class)
  void read_certificate_givesCurrentVersionAndUsableValue(BundleFormat format) throws Exception {
    create("web", CertificateSpec.of("web.example.com").with(KeyType.P_256).with(format));
    CertificateVersion renewed = contoso.renew("web");

    Secret secret = read("web");

    assertEquals(renewed.version(), secret.version());
    assertEquals(
        renewed.leaf().getNotAfter().toInstant(),
        CertificateBundle.decode(secret.value()).notAfter());
  }

  @Test
  void read_pinnedVersion_givesThatOne() throws Exception {
    CertificateVersion first = create("web");
    contoso.renew("web");

    Secret secret =
        reader.read(
            new SecretIdentifier(azure.vault("contoso"), "web", Optional.of(first.version())),
            Optional.empty());

    assertEquals(first.version(), secret.version());
  }

  @Test
  void read_twice_isOneRequestForATokenAndNoneThatTheVaultRefuses() throws Exception {
    create("web");
    read("web");
    read("web");
    assertEquals(
        List.of("METADATA 200", "VAULTS 200", "VAULTS 200"),
        azure.emulator().requests().stream()
            .map(request -> request.listener() + " " + request.status())
            .toList());
  }

  @Test
  void read_tokenEndpointAsksForAPause_isPassedOnAndNobodyAsksAgain() throws Exception {
    create("web");
    azure
        .emulator()
        .faults()
        .add(
            Fault.onMetadata(new Effect.Status(429, "", Optional.of(Duration.ofSeconds(50))))
                .times(1));
    for (UserAssignedIdentity each :
        List.of(new UserAssignedIdentity(CLIENT), new UserAssignedIdentity("another"))) {
      VaultException e =
          assertThrows(
              VaultException.NoToken.class,
              () ->
                  reader.read(
                      new SecretIdentifier(azure.vault("fabrikam"), "web", Optional.empty()),
                      Optional.of(each)));
      assertTrue(e.reason().contains("answered 429"), e.reason());
      long seconds = e.retryAfter().orElseThrow().toSeconds();
      assertTrue(seconds > 40 && seconds <= 50, () -> seconds + " s");
    }
    assertEquals(1, azure.emulator().requests().size());
  }

  @Test
  void read_pinnedVersionThatIsMissing_saysThatItMayBeTheVersion() {
    create("web");
    SecretIdentifier pinned =
        new SecretIdentifier(azure.vault("contoso"), "web", Optional.of("0".repeat(32)));

    VaultException e =
        assertThrows(VaultException.NotFound.class, () -> reader.read(pinned, Optional.empty()));

    assertEquals(
        pinned
            + ": no such version, or no certificate of that name; correct the URL in"
            + " observedCertificates, or leave the version out to follow renewals",
        e.reason());
  }

  @Test
  void read_tokenThatWasRefused_isNotUsedAgain() throws Exception {
    create("web");
    read("web");
    fault(new Effect.Status(401, "{}", Optional.empty()));
    assertDenied("the vault does not accept the token");
    azure.emulator().faults().clear();
    azure.emulator().clearRequests();

    read("web");

    assertEquals(
        1,
        azure.emulator().requests().stream()
            .filter(request -> request.path().contains("/oauth2/token"))
            .count());
  }

  @Test
  void read_missing_isNotFound() {
    VaultException e = assertThrows(VaultException.NotFound.class, () -> read("nosuch"));
    assertTrue(e.reason().contains("/secrets/nosuch: no such certificate"), e.reason());
  }

  @Test
  void read_disabled_isDisabledAndSaysEnable() {
    create("web");
    contoso.setEnabled("web", false);
    VaultException e = assertThrows(VaultException.Disabled.class, () -> read("web"));
    assertTrue(e.reason().contains("is disabled"), e.reason());
  }

  @Test
  void versions_moreThanAPage_areAllListedWithTheirAttributesAndNoValue() throws Exception {
    CertificateVersion first = create("web", CertificateSpec.of("web").with(KeyType.P_256));
    for (int i = 0; i < 30; i++) {
      contoso.putSecret("web", "value", "");
    }
    contoso.setEnabled("web", false);
    azure.emulator().clearRequests();

    List<SecretVersion> versions = versions("web");

    assertEquals(31, versions.size());
    assertEquals(1, versions.stream().filter(each -> !each.enabled()).count());
    SecretVersion oldest =
        versions.stream().min(Comparator.comparing(SecretVersion::created)).orElseThrow();
    assertEquals(first.version(), oldest.version());
    assertEquals(Optional.of(first.leaf().getNotAfter().toInstant()), oldest.expires());
    assertEquals(Optional.of(first.leaf().getNotBefore().toInstant()), oldest.notBefore());
    assertEquals(
        List.of("/secrets/web/versions", "/secrets/web/versions"),
        azure.emulator().requests().stream()
            .filter(request -> request.status() == 200)
            .filter(request -> request.listener() == Listener.VAULTS)
            .map(RecordedRequest::path)
            .toList());
  }

  @Test
  void versions_listsDenied_namesWhatToGive() {
    create("web");
    contoso.denyLists(Denial.ACCESS_POLICY);
    VaultException e = assertThrows(VaultException.Denied.class, () -> versions("web"));
    assertTrue(e.reason().contains("the secret permission List on the vault contoso"), e.reason());
    contoso.denyLists(Denial.RBAC);
    e = assertThrows(VaultException.Denied.class, () -> versions("web"));
    assertTrue(e.reason().contains("the role Key Vault Secrets User"), e.reason());
  }

  private List<SecretVersion> versions(String name) throws VaultException {
    return reader.versions(
        new SecretIdentifier(azure.vault("contoso"), name, Optional.empty()), Optional.empty());
  }

  @Test
  void read_withoutRole_isDeniedAndNamesTheRole() {
    create("web");
    contoso.deny(Denial.RBAC);
    Identities identities = Identities.none().withUser("reader", CLIENT);
    azure.emulator().assign(identities);
    assertDenied(
        "give the machine's identity (client id "
            + CLIENT
            + ", object id "
            + identities.userAssigned().get(0).objectId()
            + ") the role Key Vault Secrets User on the vault contoso");
  }

  @Test
  void read_withoutAccessPolicy_isDeniedAndNamesThePermission() {
    create("web");
    contoso.deny(Denial.ACCESS_POLICY);
    assertDenied(") the secret permission Get on the vault contoso");
  }

  @Test
  void read_refused_tokenIsNeverShown() {
    create("web");
    for (Denial denial : Denial.values()) {
      contoso.deny(denial);
      VaultException e = assertThrows(VaultException.Denied.class, () -> read("web"));
      assertFalse(e.reason().contains("eyJ"), e.reason());
    }
  }

  @Test
  void read_tokenForAnotherAudience_isDeniedAndSaysSo() {
    create("web");
    fault(
        new Effect.Status(
            401,
            "{\"error\": {\"code\": \"Unauthorized\", \"message\": \"AKV10022: Invalid"
                + " audience.\"}}",
            Optional.empty()));
    assertDenied("the token has the wrong audience");
  }

  @Test
  void read_challengeForAForeignAudience_isDeniedAndNoTokenForItIsAskedFor() {
    create("web");
    contoso.challengeFor("https://management.azure.com");
    assertDenied(
        "requests a token for \"https://management.azure.com\", which is not its own domain");
    assertEquals(
        List.of("api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net"),
        azure.emulator().requests().stream()
            .filter(request -> request.listener() == Listener.METADATA)
            .map(RecordedRequest::query)
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.azure.net",
        "vault.azure.cn",
        "vault.usgovcloudapi.net",
        "vault.microsoftazure.de",
        "vault.sovcloud-api.fr"
      })
  void read_anyCloud_tokenIsForItsAudienceAndTheApiIsTheSdks(String suffix) throws Exception {
    CertificateVersion web = create("web");
    assertEquals(web.version(), read("contoso." + suffix, "web").version());
    List<String> queries =
        azure.emulator().requests().stream()
            .filter(request -> request.path().contains("/oauth2/token"))
            .map(RecordedRequest::query)
            .toList();
    assertEquals(1, queries.size());
    assertTrue(queries.get(0).contains("resource=https%3A%2F%2F" + suffix), queries.get(0));
    RecordedRequest last = azure.emulator().requests().getLast();
    assertEquals("api-version=" + SecretServiceVersion.getLatest().getVersion(), last.query());
  }

  @Test
  void read_severalVaultsAndClouds_byOneReader() throws Exception {
    create("web");
    azure.emulator().vault("fabrikam").createCertificate("api", CertificateSpec.of("api"));
    read("web");
    assertEquals(
        azure.emulator().vault("fabrikam").certificate("api").version(),
        read("fabrikam.vault.azure.net", "api").version());
    assertEquals(
        contoso.certificate("web").version(), read("contoso.vault.azure.cn", "web").version());
  }

  @Test
  void read_deleted_isNotFoundAndSaysRecover() {
    create("web");
    contoso.delete("web");
    VaultException e = assertThrows(VaultException.NotFound.class, () -> read("web"));
    assertTrue(e.reason().contains("recover it if it was deleted"), e.reason());
  }

  @Test
  void read_throughFirewall_isDeniedAndQuotesTheVault() {
    create("web");
    contoso.deny(Denial.FIREWALL);
    assertDenied("firewall refuses this machine; allow its network (Client address");
  }

  @Test
  void read_throttled_tellsWhatTheVaultAsksFor() {
    create("web");
    fault(new Effect.Status(429, "{}", Optional.of(Duration.ofSeconds(7))));
    VaultException.Throttled e = assertThrows(VaultException.Throttled.class, () -> read("web"));
    assertEquals(Optional.of(Duration.ofSeconds(7)), e.retryAfter());
    fault(new Effect.Status(429));
    assertEquals(
        Optional.empty(),
        assertThrows(VaultException.Throttled.class, () -> read("web")).retryAfter());
  }

  @Test
  void read_throttled_sendsOneRequestOnly() throws Exception {
    create("web");
    read("web");
    azure.emulator().clearRequests();
    fault(new Effect.Status(429));
    assertThrows(VaultException.Throttled.class, () -> read("web"));
    assertEquals(1, azure.emulator().requests().size());
  }

  @Test
  void read_answerWithoutValue_isUnavailable() {
    fault(new Effect.Status(200, "{}", Optional.empty()));
    VaultException e = assertThrows(VaultException.Unavailable.class, () -> read("web"));
    assertTrue(e.reason().contains("without a version or a value"), e.reason());
  }

  @Test
  void read_anyTroubleOfTheVault_isUnavailable() {
    create("web");
    assertUnavailable(new Effect.Status(500));
    assertUnavailable(new Effect.Status(503, "", Optional.of(Duration.ofSeconds(9))));
    assertUnavailable(new Effect.Malformed());
    assertUnavailable(new Effect.Html());
  }

  @Test
  void read_noIdentity_isDeniedByTheTokenEndpoint() {
    create("web");
    azure.emulator().assign(Identities.none());
    assertDenied("no token: the managed identity endpoint");
  }

  @Test
  void read_tokenEndpointInTrouble_isUnavailable() {
    create("web");
    azure.emulator().faults().add(Fault.onMetadata(new Effect.Status(500)));
    VaultException e = assertThrows(VaultException.NoToken.class, () -> read("web"));
    assertTrue(e.reason().contains("answered 500"), e.reason());
  }

  @Test
  void toString_ofSecret_hidesTheValue() throws Exception {
    create("web");
    Secret secret = read("web");
    assertFalse(secret.toString().contains(secret.value().substring(0, 20)));
  }

  private CertificateVersion create(String name) {
    return create(name, CertificateSpec.of(name).with(KeyType.P_256));
  }

  private CertificateVersion create(String name, CertificateSpec spec) {
    return contoso.createCertificate(name, spec);
  }

  private Secret read(String name) throws VaultException {
    return read("contoso.vault.azure.net", name);
  }

  private Secret read(String host, String name) throws VaultException {
    return reader.read(
        new SecretIdentifier(
            new dev.akvvm.settings.Vault(host, azure.emulator().vaultPort()),
            name,
            Optional.empty()),
        Optional.empty());
  }

  /**
   * The first request of a client is answered with a challenge, so only those with a token count.
   */
  private void fault(Effect effect) {
    azure.emulator().faults().clear();
    azure.emulator().faults().add(Fault.onVaults("/secrets/web", effect));
  }

  private void assertUnavailable(Effect effect) {
    fault(effect);
    assertInstanceOf(
        VaultException.Unavailable.class,
        assertThrows(VaultException.class, () -> read("web"), effect.toString()),
        effect.toString());
    azure.emulator().faults().clear();
  }

  private void assertDenied(String reason) {
    VaultException e = assertThrows(VaultException.Denied.class, () -> read("web"));
    assertTrue(e.reason().contains(reason), e.reason());
  }
}
