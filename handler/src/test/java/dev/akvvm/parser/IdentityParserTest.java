package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.IdentitySettings;
import dev.akvvm.settings.UserAssignedIdentity;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the machine is, in every place and shape it is written. */
final class IdentityParserTest {
  private static final String ID = "00000000-aaaa-bbbb-cccc-000000000001";
  private static final String OTHER = "00000000-aaaa-bbbb-cccc-000000000002";
  private static final String SECRETS =
      "'secretsManagementSettings': {'observedCertificates':"
          + " ['https://a.vault.azure.net/secrets/x']";
  private static final String INSIDE = "/secretsManagementSettings/authenticationSettings";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ID,
        "/subscriptions/s/resourceGroups/r/providers/"
            + "Microsoft.ManagedIdentity/userAssignedIdentities/n",
      })
  void parse_clientObjectOrResourceId_usedSilently(String id) throws Exception {
    ParsedSettings parsed = beside("{'msiClientId': '" + id + "'}");

    assertEquals(
        Optional.of(new UserAssignedIdentity(id)), parsed.settings().identity().identity());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void parse_idOfNoKnownKind_usedWithAWarning() throws Exception {
    ParsedSettings parsed = beside("{'msiClientId': 'my-identity'}");

    assertEquals("my-identity", parsed.settings().identity().identity().orElseThrow().id());
    assertEquals(
        List.of(
            "/authenticationSettings/msiClientId: \"my-identity\" is neither a client or object id"
                + " (a GUID) nor a resource id (/subscriptions/...); used anyway"),
        Parsed.warnings(parsed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:40342/metadata/identity", "localhost:40342", "169.254.169.254"})
  void parse_addressAsId_ignoredAndEndpointSuggested(String address) throws Exception {
    ParsedSettings parsed = beside("{'msiClientId': '" + address + "'}");

    assertEquals(Optional.empty(), parsed.settings().identity().identity());
    assertEquals(
        List.of(
            "/authenticationSettings/msiClientId:"
                + " an address, ignored; did you mean msiEndpoint?"),
        Parsed.warnings(parsed));
  }

  @Test
  void parse_insideSecretsManagementSettings_applied() throws Exception {
    ParsedSettings parsed =
        Parsed.parse("{" + SECRETS + ", 'authenticationSettings': {'msiClientId': '" + ID + "'}}}");

    assertEquals(ID, parsed.settings().identity().identity().orElseThrow().id());
    assertEquals(List.of(), parsed.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "{}", "{'msiClientId': '', 'msiEndpoint': null}"})
  void parse_insideAndNothingBeside_applied(String beside) throws Exception {
    ParsedSettings parsed = both(beside);

    assertEquals(ID, parsed.settings().identity().identity().orElseThrow().id());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void parse_insideAndBeside_theOneBesideWins() throws Exception {
    ParsedSettings parsed = both("{'msiClientId': '" + OTHER + "'}");

    assertEquals(OTHER, parsed.settings().identity().identity().orElseThrow().id());
    assertEquals(
        List.of(INSIDE + ": ignored, because there is one beside secretsManagementSettings"),
        Parsed.warnings(parsed));
  }

  @Test
  void parse_settingsOfAnotherProduct_explained() throws Exception {
    String explanation =
        ": unknown key, ignored; it belongs to another product:"
            + " name a managed identity by msiClientId";

    assertEquals(
        List.of(
            "/authenticationSettings/clientId" + explanation,
            "/authenticationSettings/clientCertificateSubjectName" + explanation),
        Parsed.warnings(beside("{'clientId': 'x', 'clientCertificateSubjectName': 'CN=x'}")));
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254, http://169.254.169.254/metadata/identity/oauth2/token",
    "http://localhost:40342/, http://localhost:40342/metadata/identity/oauth2/token",
    "http://localhost:50342, http://localhost:50342/oauth2/token",
    "http://169.254.169.254//metadata//identity/,"
        + " http://169.254.169.254/metadata/identity/oauth2/token",
    "HTTP://localhost:40342/metadata/identity,"
        + " HTTP://localhost:40342/metadata/identity/oauth2/token",
  })
  void parse_endpointWithOtherPaths_isTheTokenEndpoint(String given, URI expected)
      throws Exception {
    ParsedSettings parsed = beside("{'msiEndpoint': '" + given + "'}");

    assertEquals(expected, parsed.settings().identity().tokenEndpoint());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void parse_endpointWithQuery_ignoredWithAWarning() throws Exception {
    ParsedSettings parsed =
        beside(
            "{'msiEndpoint':"
                + " 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=1'}");

    assertEquals(
        IdentitySettings.INSTANCE_METADATA_SERVICE, parsed.settings().identity().tokenEndpoint());
    assertEquals(
        List.of("/authenticationSettings/msiEndpoint: what follows \"?\" or \"#\" is ignored"),
        Parsed.warnings(parsed));
  }

  @Test
  void parse_endpointWithAPassword_refusedWithoutShowingIt() {
    assertEquals(
        List.of(
            "/authenticationSettings/msiEndpoint: a user name or password before the host is not"
                + " used: expected http://169.254.169.254/metadata/identity"),
        Parsed.errors(
            "{'authenticationSettings': {'msiEndpoint': 'http://me:hunter2@localhost:40342'}, "
                + SECRETS
                + "}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/x",
        "http://LocalHost:1/x",
        "https://127.0.0.9/x",
        "http://[::1]/x",
        "http://[fe80::1]/x"
      })
  void parse_endpointOnTheMachineOrItsLink_isSilent(String url) throws Exception {
    assertEquals(List.of(), beside("{'msiEndpoint': '" + url + "'}").warnings());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tokens.example", "168.63.129.16", "10.0.0.4", "0.0.0.0", "[2001:db8::1]"})
  void parse_endpointElsewhere_warnsThatTheMachineMustAllowIt(String host) throws Exception {
    assertEquals(
        List.of(
            "/authenticationSettings/msiEndpoint: the host \""
                + host
                + "\" is neither localhost nor a loopback or link-local address: it is asked for"
                + " tokens only if the machine's /etc/akvvm/token-endpoints lists it"),
        Parsed.warnings(beside("{'msiEndpoint': 'http://" + host + "/metadata/identity'}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "[fe80::1]", "tokens.example"})
  void parse_arcBeyondLoopback_warnsThatItIsNotAsked(String host) throws Exception {
    assertEquals(
        List.of(
            "/authenticationSettings/msiEndpoint: the port is Azure Arc's, which is asked for"
                + " tokens at a loopback address only: expected"
                + " http://localhost:40342/metadata/identity"),
        Parsed.warnings(beside("{'msiEndpoint': 'http://" + host + ":40342/metadata/identity'}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void parse_arcOnLoopback_isSilent(String host) throws Exception {
    assertEquals(
        List.of(),
        Parsed.warnings(beside("{'msiEndpoint': 'http://" + host + ":40342/metadata/identity'}")));
  }

  @Test
  void parse_override_isTheCertificatesOwn() throws Exception {
    assertEquals(
        Optional.of(new UserAssignedIdentity(ID)),
        override("{'msiClientId': '" + ID + "'}").settings().certificates().get(0).identity());
    assertEquals(
        Optional.empty(),
        override("{'msiClientId': ''}").settings().certificates().get(0).identity());
  }

  @Test
  void parse_overrideOfTheEndpoint_saysWhereItBelongs() throws Exception {
    assertEquals(
        List.of(
            "/secretsManagementSettings/observedCertificates/0/authenticationOverride/msiEndpoint:"
                + " unknown key, ignored; it belongs in authenticationSettings"),
        Parsed.warnings(override("{'msiEndpoint': 'http://localhost:1'}")));
  }

  private static ParsedSettings beside(String authentication) throws Exception {
    return Parsed.parse("{'authenticationSettings': " + authentication + ", " + SECRETS + "}}");
  }

  private static ParsedSettings both(String beside) throws Exception {
    return Parsed.parse(
        "{'authenticationSettings': "
            + beside
            + ", "
            + SECRETS
            + ", 'authenticationSettings': {'msiClientId': '"
            + ID
            + "'}}}");
  }

  private static ParsedSettings override(String json) throws Exception {
    return Parsed.secrets(
        "'observedCertificates': [{'url': 'https://a.vault.azure.net/secrets/x',"
            + " 'authenticationOverride': "
            + json
            + "}]");
  }
}
