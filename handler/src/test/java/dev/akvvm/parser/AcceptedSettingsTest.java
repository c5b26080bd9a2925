package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape of settings seen in the wild that this version accepts. */
final class AcceptedSettingsTest {
  private static final String V = "0123456789abcdef0123456789ABCDEF";
  private static final Path DEFAULT_STORE =
      Path.of("/var/lib/waagent/Microsoft.Azure.KeyVault.Store");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['https://con.vault.azure.net/secrets/web']",
        "'https://con.vault.azure.net/secrets/web'",
        "[{'url': 'https://con.vault.azure.net/secrets/web'}]",
        "{'url': 'https://con.vault.azure.net/secrets/web'}",
        "['https://con.vault.azure.net:443/secrets/web']",
        "['https://con.vault.azure.net:/secrets/web']",
        "['https://con.vault.azure.net//secrets/web']",
        "['https://con.vault.azure.net/secrets/web/']",
        "['  https://con.vault.azure.net/secrets/web\\n']",
        "['HTTPS://Con.Vault.Azure.Net/secrets/web']",
        "['https://con.vault.azure.net/certificates/web']",
        "[{'url': 'https://con.vault.azure.net/secrets/web', 'certificateStoreName': 'MY',"
            + " 'certificateStoreLocation': null, 'customSymbolicLinkName': ''}]",
      })
  void parse_certificateInAnyShape_isTheSame(String observed) throws Exception {
    assertEquals(
        new ObservedCertificate(
            new SecretIdentifier(new Vault("con.vault.azure.net", 443), "web", Optional.empty()),
            Optional.empty(),
            new Placement(
                DEFAULT_STORE,
                "con.web",
                Layout.COMBINED,
                Optional.empty(),
                OptionalInt.empty(),
                List.of())),
        Parsed.certificate(observed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://con.vault.azure.net/secrets/web/" + V,
        "https://con.vault.azure.net/certificates/web/" + V + "/",
      })
  void parse_version_isPinned(String url) throws Exception {
    assertEquals(Optional.of(V), Parsed.certificate("['" + url + "']").secret().version());
  }

  @Test
  void parse_otherPort_isKept() throws Exception {
    Vault vault = Parsed.certificate("['https://localhost:8443/secrets/web']").vault();

    assertEquals("https://localhost:8443", vault.toString());
    assertEquals("localhost", vault.name());
  }

  @Test
  void parse_stringsAndObjectsMixed_orderIsKept() throws Exception {
    ParsedSettings parsed =
        Parsed.secrets(
            "'observedCertificates': ['https://a.vault.azure.net/secrets/x', {'url':"
                + " 'https://a.vault.azure.net/secrets/y'}]");

    assertEquals(
        List.of("a/x", "a/y"),
        parsed.settings().certificates().stream().map(ObservedCertificate::displayName).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "'3600', 3600",
    "' 43200 ', 43200",
    "3600.0, 3600",
    "3.6e3, 3600",
    "null, 3600",
    "'', 3600",
    "2147483647, 2147483647"
  })
  void parse_intervalInAnyShape_isSeconds(String json, int seconds) throws Exception {
    String value = json.matches("[0-9.e]+|null") ? json : "'" + json + "'";

    assertEquals(Duration.ofSeconds(seconds), withOne("'pollingIntervalInS': " + value));
  }

  private static Duration withOne(String member) throws Exception {
    return Parsed.secrets(
            member + ", 'observedCertificates': ['https://a.vault.azure.net/secrets/x']")
        .settings()
        .pollingInterval();
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "false, false",
    "'\"true\"', true",
    "'\"False\"', false",
    "'\" TRUE \"', true",
    "null, false",
    "'\"\"', false"
  })
  void parse_requireInitialSyncInAnyShape_isRead(String json, boolean expected) throws Exception {
    ParsedSettings parsed =
        Parsed.secrets(
            "'requireInitialSync': "
                + json
                + ", 'observedCertificates': ['https://a.vault.azure.net/secrets/x']");

    assertEquals(expected, parsed.settings().requireInitialSync());
  }

  @Test
  void parse_nothingButACertificate_defaultsAndNoWarning() throws Exception {
    ParsedSettings parsed =
        Parsed.secrets("'observedCertificates': ['https://a.vault.azure.net/secrets/x']");

    assertEquals(Duration.ofHours(1), parsed.settings().pollingInterval());
    assertFalse(parsed.settings().requireInitialSync());
    assertEquals(
        new IdentitySettings(
            URI.create("http://169.254.169.254/metadata/identity/oauth2/token"), Optional.empty()),
        parsed.settings().identity());
    assertEquals(DEFAULT_STORE, parsed.settings().certificates().get(0).placement().store());
    assertEquals(List.of(), parsed.warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/certs, /srv/certs",
    "/srv/certs/, /srv/certs",
    "' /srv/certs ', /srv/certs",
    "/srv//a/../certs, /srv/certs",
    "/, /"
  })
  void parse_storeOfAll_isUsedWithoutTrailingSlash(String given, Path expected) throws Exception {
    ParsedSettings parsed =
        Parsed.secrets(
            "'certificateStoreLocation': '"
                + given
                + "', 'observedCertificates': ['https://a.vault.azure.net/secrets/x', {'url':"
                + " 'https://a.vault.azure.net/secrets/y', 'certificateStoreLocation': '/own'}]");

    assertEquals(expected, parsed.settings().certificates().get(0).placement().store());
    assertEquals(Path.of("/own"), parsed.settings().certificates().get(1).placement().store());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCAL_MACHINE", "LocalMachine", "CurrentUser"})
  void parse_storeOfWindows_defaultAndOneWarning(String store) throws Exception {
    ParsedSettings parsed =
        Parsed.secrets(
            "'certificateStoreLocation': '"
                + store
                + "', 'observedCertificates': ['https://a.vault.azure.net/secrets/x',"
                + " 'https://a.vault.azure.net/secrets/y']");

    assertEquals(DEFAULT_STORE, parsed.settings().certificates().get(0).placement().store());
    assertEquals(
        List.of(
            "/secretsManagementSettings/certificateStoreLocation: a store of Windows; "
                + DEFAULT_STORE
                + " is used"),
        Parsed.warnings(parsed));
  }

  @Test
  void parse_customLinkName_isUsed() throws Exception {
    ObservedCertificate certificate =
        Parsed.certificate(
            "[{'url': 'https://a.vault.azure.net/secrets/x', 'customSymbolicLinkName': 'my"
                + " site.pem', 'certificateStoreLocation': '/srv'}]");

    assertEquals(Path.of("/srv/my site.pem"), certificate.link());
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254/metadata/identity,"
        + " http://169.254.169.254/metadata/identity/oauth2/token",
    "http://169.254.169.254/metadata/identity/,"
        + " http://169.254.169.254/metadata/identity/oauth2/token",
    "http://169.254.169.254/metadata/identity/oauth2/token,"
        + " http://169.254.169.254/metadata/identity/oauth2/token",
    "http://localhost:40342/metadata/identity,"
        + " http://localhost:40342/metadata/identity/oauth2/token",
    "http://localhost:50342/oauth2/token, http://localhost:50342/oauth2/token",
    "' http://localhost:50432/oauth2/token/ ', http://localhost:50432/oauth2/token",
    "'', http://169.254.169.254/metadata/identity/oauth2/token"
  })
  void parse_endpointInAnyShape_isTheTokenEndpoint(String given, URI expected) throws Exception {
    IdentitySettings identity = identity("{'msiEndpoint': '" + given + "'}");

    assertEquals(expected, identity.tokenEndpoint());
    assertEquals(Optional.empty(), identity.identity());
  }

  @Test
  void parse_clientIdWithoutEndpoint_imdsWithTheId() throws Exception {
    assertEquals(
        new IdentitySettings(
            IdentitySettings.INSTANCE_METADATA_SERVICE,
            Optional.of(new UserAssignedIdentity("abc"))),
        identity("{'msiClientId': ' abc '}"));
    assertTrue(identity("{'msiClientId': ''}").identity().isEmpty());
    assertTrue(identity("null").identity().isEmpty());
  }

  private static IdentitySettings identity(String json) throws Exception {
    return Parsed.settings(
            "{'authenticationSettings': "
                + json
                + ", 'secretsManagementSettings':"
                + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}")
        .identity();
  }
}
