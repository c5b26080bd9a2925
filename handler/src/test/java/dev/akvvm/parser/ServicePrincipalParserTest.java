package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.IdentitySettings.ServicePrincipal;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.UserAssignedIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application, in protected settings and elsewhere. */
final class ServicePrincipalParserTest {
  private static final String TENANT = "00000000-aaaa-bbbb-cccc-00000000000a";
  private static final String CLIENT = "00000000-aaaa-bbbb-cccc-000000000001";
  private static final String IDS = "'tenantId': '" + TENANT + "', 'clientId': '" + CLIENT + "'";
  private static final String PLACE = "/protected/authenticationSettings/servicePrincipal";
  private static final String MOVE =
      "whoever may read the VM in Azure reads public settings; move it to protectedSettings";
  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\\nhunter2\\n-----END PRIVATE KEY-----\\n"
          + "-----BEGIN CERTIFICATE-----\\nhunter2\\n-----END CERTIFICATE-----\\n";

  @Test
  void parse_secretOrCertificate_isTheApplication() throws Exception {
    assertEquals(
        Optional.of(new ServicePrincipal(TENANT, CLIENT, Optional.of("hunter2"), Optional.empty())),
        parse("{}", "{" + IDS + ", 'clientSecret': 'hunter2', 'clientCertificate': ''}"));
    assertEquals(
        Optional.of(
            new ServicePrincipal(
                TENANT, CLIENT, Optional.empty(), Optional.of(PEM.replace("\\n", "\n").strip()))),
        parse("{}", "{" + IDS + ", 'clientCertificate': '" + PEM + "'}"));
  }

  @Test
  void parse_notSet_isNone() throws Exception {
    for (String unset : List.of("null", "''")) {
      assertEquals(Optional.empty(), parse(unset, unset));
    }
  }

  @Test
  void parse_inPublicSettings_isAnErrorThatSaysWhereTo() {
    String application = "{" + IDS + ", 'clientSecret': 'hunter2'}";

    assertEquals(
        List.of("/public/authenticationSettings/servicePrincipal: " + MOVE),
        errors(application, "null"));
    assertEquals(
        List.of("/public/authenticationSettings/servicePrincipal: " + MOVE),
        errors("{'clientSecret': 'hunter2'}", application));
    assertEquals(
        List.of("/public/authenticationSettings/servicePrincipal: " + MOVE),
        errors("'hunter2'", "null"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'hunter2'                    |                    | expected an object, found a protected"
            + " value",
        "{IDS}                        |                    | expected either clientSecret or"
            + " clientCertificate",
        "{IDS, 'clientSecret': 'hunter2', 'clientCertificate': 'PEM'} | | expected either"
            + " clientSecret or clientCertificate",
        "{'clientId': 'x', 'clientSecret': 'hunter2'} | /tenantId  | missing: expected the tenant's"
            + " id or domain",
        "{'tenantId': 'x', 'clientSecret': 'hunter2'} | /clientId  | missing: expected an"
            + " application's client id",
        "{'tenantId': 'hunter2/x', 'clientId': 'x', 'clientSecret': 'y'} | /tenantId | expected the"
            + " tenant's id or domain, found a protected value",
        "{IDS, 'clientSecret': 5}     | /clientSecret      | expected a string, found a protected"
            + " value",
      })
  void parse_incomplete_saysWhatIsExpectedAndShowsNothing(
      String application, String member, String message) {
    List<String> errors = errors("null", application.replace("IDS", IDS).replace("PEM", PEM));

    assertEquals(List.of(PLACE + (member == null ? "" : member) + ": " + message), errors);
    assertFalse(errors.toString().contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource({
    "PRIVATE KEY, RSA PRIVATE KEY",
    "PRIVATE KEY, ENCRYPTED PRIVATE KEY",
    "CERTIFICATE, X"
  })
  void parse_certificateOfAnotherForm_saysWhichIsExpected(String from, String to) {
    String pem = PEM.replace("BEGIN " + from, "BEGIN " + to);

    List<String> errors = errors("null", "{" + IDS + ", 'clientCertificate': '" + pem + "'}");

    assertEquals(
        List.of(
            PLACE
                + "/clientCertificate: expected PEM text with a certificate and its key,"
                + " unencrypted and as BEGIN PRIVATE KEY (openssl pkcs8 -topk8 -nocrypt makes that"
                + " of others)"),
        errors);
  }

  @Test
  void identityOf_aCertificate_isTheApplicationUnlessItHasItsOwn() throws Exception {
    ExtensionSettings settings =
        settings("null", "{" + IDS + ", 'clientSecret': 'hunter2'}").settings();
    ObservedCertificate certificate = settings.certificates().getFirst();
    ObservedCertificate other =
        new ObservedCertificate(
            certificate.secret(),
            Optional.of(new UserAssignedIdentity("own")),
            certificate.placement());

    assertEquals(Optional.of(CLIENT), settings.identityOf(certificate));
    assertEquals(Optional.of("own"), settings.identityOf(other));
  }

  @Test
  void toString_ofAnApplication_hidesItsSecret() throws Exception {
    assertFalse(
        parse("null", "{" + IDS + ", 'clientSecret': 'hunter2'}").toString().contains("hunter2"));
  }

  private static Optional<ServicePrincipal> parse(String open, String secret) throws Exception {
    return settings(open, secret).settings().identity().servicePrincipal();
  }

  private static List<String> errors(String open, String secret) {
    return assertThrows(SettingsRejectedException.class, () -> settings(open, secret))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  private static ParsedSettings settings(String open, String secret) throws Exception {
    return SettingsParser.parse(
        read(
            "{'secretsManagementSettings': {'observedCertificates':"
                + " ['https://a.vault.azure.net/secrets/x']}, 'authenticationSettings':"
                + " {'servicePrincipal': "
                + open
                + "}}"),
        "/public",
        Optional.of(read("{'authenticationSettings': {'servicePrincipal': " + secret + "}}")),
        "/protected");
  }

  private static JsonNode read(String json) throws Exception {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }
}
