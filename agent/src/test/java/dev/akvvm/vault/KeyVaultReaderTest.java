package dev.akvvm.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.emulator.BundleFormat;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.CertificateVersion;
import dev.akvvm.emulator.Denial;
import dev.akvvm.emulator.Effect;
import dev.akvvm.emulator.Fault;
import dev.akvvm.emulator.Identities;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.emulator.Vault;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.testing.EmulatedAzure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyVaultReaderTest {
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
  void read_twice_asksForOneTokenAndOneChallengeOnly() throws Exception {
    create("web");
    read("web");
    azure.emulator().clearRequests();
    read("web");
    assertEquals(1, azure.emulator().requests().size());
  }

  @Test
  void read_missing_isNotFound() {
    VaultException e = assertThrows(VaultException.NotFound.class, () -> read("nosuch"));
    assertTrue(e.reason().contains("/secrets/nosuch: no such certificate"), e.reason());
  }

  @Test
  void read_disabled_isDeniedAndSaysEnable() {
    create("web");
    contoso.setEnabled("web", false);
    assertDenied("is disabled");
  }

  @Test
  void read_withoutRole_isDeniedAndNamesTheRole() {
    create("web");
    contoso.deny(Denial.RBAC);
    assertDenied("Key Vault Secrets User");
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
    assertUnavailable(new Effect.Drop());
    assertUnavailable(new Effect.Truncate());
    assertUnavailable(new Effect.Malformed());
    assertUnavailable(new Effect.Html());
  }

  @Test
  void read_unknownAuthority_saysThatTlsFailed() throws Exception {
    create("web");
    VaultReader distrustful = azure.readerTrusting(Optional.empty());
    VaultException e =
        assertThrows(
            VaultException.Unavailable.class,
            () ->
                distrustful.read(
                    new SecretIdentifier(azure.vault("contoso"), "web", Optional.empty()),
                    Optional.empty()));
    assertTrue(e.reason().contains("TLS failed"), e.reason());
  }

  @Test
  void read_unresolvedHost_saysSo() {
    VaultException e =
        assertThrows(
            VaultException.Unavailable.class,
            () ->
                reader.read(
                    new SecretIdentifier(azure.vault("nowhere"), "web", Optional.empty()),
                    Optional.empty()));
    assertTrue(e.reason().contains("does not resolve"), e.reason());
  }

  @Test
  void read_nothingListens_saysSo() throws Exception {
    dev.akvvm.settings.Vault closed = azure.vault("contoso");
    azure.close();
    VaultException e =
        assertThrows(
            VaultException.Unavailable.class,
            () ->
                reader.read(
                    new SecretIdentifier(closed, "web", Optional.empty()), Optional.empty()));
    assertTrue(e.reason().contains("connection failed"), e.reason());
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
    VaultException e = assertThrows(VaultException.Unavailable.class, () -> read("web"));
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
    return reader.read(
        new SecretIdentifier(azure.vault("contoso"), name, Optional.empty()), Optional.empty());
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
