package dev.akvvm.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.CertificateSpec;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens a vault gets when it says for what it wants them. */
final class ChallengeTest {
  private static final String CONTOSO = "contoso.vault.azure.net";
  private static final String CUSTOM = "vault.example.com";

  @TempDir private Path folder;

  private EmulatedAzure azure;
  private Vault contoso;
  private KeyVaultReader reader;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    contoso = azure.emulator().vault("contoso");
    contoso.createCertificate("web", CertificateSpec.of("web").with(KeyType.P_256));
    reader = azure.reader();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://azure.net", // above the cloud's suffix
        "https://net",
        "https://vault.azure.cn", // another cloud
        "https://fabrikam.vault.azure.net", // another vault
        "https://x.contoso.vault.azure.net",
        "https://management.azure.com",
        "http://vault.azure.net",
        "https://vault.azure.net:444",
        "https://vault.azure.net:443",
        "https://vault.azure.net/x",
        "https://vault.azure.net/",
        "https://vault.azure.net@management.azure.com",
        "https://vault.azure.net.example.com",
        "https://evil-vault.azure.net",
        "vault.azure.net",
        ""
      })
  void read_challengeForAnythingElse_isDeniedAndNoTokenForItIsAskedFor(String resource) {
    contoso.challengeFor(resource);

    assertDenied(
        CONTOSO, " requests a token for \"" + resource + "\", which is not its own domain");

    assertEquals(List.of("https://vault.azure.net"), resourcesAsked());
  }

  @Test
  void read_customHostThatWantsATokenForItsParent_isDeniedAndNoTokenIsAskedFor() {
    present(CUSTOM);
    azure.emulator().vault("vault").challengeFor("https://example.com");

    assertDenied(CUSTOM, "\"https://example.com\", which is not its own domain");

    assertEquals(List.of(), resourcesAsked());
  }

  @Test
  void read_customHostThatWantsATokenForKeyVault_isDeniedAndNoTokenIsAskedFor() {
    present(CUSTOM);
    assertDenied(CUSTOM, "\"https://vault.azure.net\", which is not its own domain");
    assertEquals(List.of(), resourcesAsked());
  }

  @Test
  void read_customHostThatWantsATokenForItself_getsItAndIsAskedOnceForAllIdentities()
      throws Exception {
    present(CUSTOM);
    azure.emulator().assign(Identities.system().withUser("one", "1").withUser("two", "2"));
    Vault vault = azure.emulator().vault("vault");
    vault.challengeFor("https://vault.example.com");
    vault.createCertificate("web", CertificateSpec.of("web").with(KeyType.P_256));

    for (String identity : List.of("", "1", "2")) {
      reader.read(
          secret(CUSTOM),
          Optional.of(identity).filter(id -> !id.isEmpty()).map(UserAssignedIdentity::new));
    }

    assertEquals(
        List.of(401, 200, 200, 200),
        azure.emulator().requests().stream()
            .filter(request -> request.listener() == Listener.VAULTS)
            .map(RecordedRequest::status)
            .toList());
    assertEquals(Collections.nCopies(3, "https://vault.example.com"), resourcesAsked());
  }

  @Test
  void read_hostOfKeyVaultBySeveralIdentities_noneIsChallenged() throws Exception {
    azure.emulator().assign(Identities.none().withUser("one", "1").withUser("two", "2"));
    for (String identity : List.of("1", "2")) {
      reader.read(secret(CONTOSO), Optional.of(new UserAssignedIdentity(identity)));
    }
    assertEquals(
        List.of(200, 200, 200, 200),
        azure.emulator().requests().stream().map(RecordedRequest::status).toList());
  }

  @Test
  void read_vaultThatWantsATokenForItself_getsIt() throws Exception {
    contoso.challengeFor("https://contoso.vault.azure.net");
    read(CONTOSO);
    assertEquals(
        List.of("https://vault.azure.net", "https://contoso.vault.azure.net"), resourcesAsked());
  }

  @Test
  void read_afterAForeignChallenge_goesOnAsIfNothingHadBeen() throws Exception {
    contoso.challengeFor("https://azure.net");
    assertDenied(CONTOSO, "not its own domain");
    contoso.challengeFor("https://vault.azure.net");
    assertEquals(contoso.certificate("web").version(), read(CONTOSO).version());
  }

  @Test
  void read_redirectOfTheVault_isNotFollowed() throws Exception {
    read(CONTOSO);
    azure.emulator().clearRequests();
    for (String place :
        List.of("https://fabrikam.vault.azure.net:" + azure.emulator().vaultPort(), "/secrets/x")) {
      azure.emulator().faults().clear();
      azure.emulator().faults().add(Fault.onVaults("/secrets/web", new Effect.Redirect(place)));
      VaultException e = assertThrows(VaultException.Unavailable.class, () -> read(CONTOSO));
      assertTrue(e.reason().contains("the vault answered 302"), e.reason());
    }
    assertEquals(
        List.of("/secrets/web/", "/secrets/web/"),
        azure.emulator().requests().stream().map(RecordedRequest::path).toList());
  }

  private void present(String host) {
    Instant now = Instant.now();
    azure.emulator().present(host, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
  }

  private List<String> resourcesAsked() {
    return azure.emulator().requests().stream()
        .filter(request -> request.listener() == Listener.METADATA)
        .map(request -> request.query().replaceFirst(".*resource=([^&]*).*", "$1"))
        .map(resource -> URLDecoder.decode(resource, StandardCharsets.UTF_8))
        .toList();
  }

  private void assertDenied(String host, String reason) {
    VaultException e = assertThrows(VaultException.Denied.class, () -> read(host));
    assertTrue(e.reason().contains(reason), e.reason());
  }

  private Secret read(String host) throws VaultException {
    return reader.read(secret(host), Optional.empty());
  }

  private SecretIdentifier secret(String host) {
    return new SecretIdentifier(
        new dev.akvvm.settings.Vault(host, azure.emulator().vaultPort()), "web", Optional.empty());
  }
}
