package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public and protected settings are read as one, and no message shows a protected value. */
final class ProtectedSettingsTest {
  private static final String OPEN = "/public";
  private static final String SECRET = "/protected";
  private static final String CERTIFICATE =
      "{'secretsManagementSettings':"
          + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}";

  @Test
  void parse_memberOfBoth_protectedWinsAndObjectsMergeDeep() throws Exception {
    ExtensionSettings settings =
        parse(
                "{'secretsManagementSettings': {'pollingIntervalInS': 600, 'requireInitialSync':"
                    + " true, 'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}",
                "{'secretsManagementSettings': {'pollingIntervalInS': 900,"
                    + " 'certificateStoreLocation': '/s'},"
                    + " 'authenticationSettings': {'msiClientId':"
                    + " '00000000-aaaa-bbbb-cccc-000000000001'}}")
            .settings();

    assertEquals(Duration.ofMinutes(15), settings.pollingInterval());
    assertEquals(true, settings.requireInitialSync());
    assertEquals(Path.of("/s/a.x"), settings.certificates().get(0).link());
    assertEquals(
        "00000000-aaaa-bbbb-cccc-000000000001", settings.identity().identity().orElseThrow().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '"})
  void parse_memberNotSetInProtected_publicCounts(String value) throws Exception {
    assertEquals(
        Duration.ofMinutes(10),
        parse(
                CERTIFICATE.replace("{'obs", "{'pollingIntervalInS': 600, 'obs"),
                "{'secretsManagementSettings': {'pollingIntervalInS': " + value + "}}")
            .settings()
            .pollingInterval());
  }

  @Test
  void parse_listOfBoth_protectedReplacesIt() throws Exception {
    assertEquals(
        List.of("b/y"),
        parse(
                CERTIFICATE,
                "{'secretsManagementSettings': {'observedCertificates':"
                    + " ['https://b.vault.azure.net/secrets/y']}}")
            .settings()
            .certificates()
            .stream()
            .map(ObservedCertificate::displayName)
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "{}"})
  void parse_allInProtected_publicMayBeEmpty(String open) throws Exception {
    assertEquals(1, parse(open, CERTIFICATE).settings().certificates().size());
  }

  @Test
  void parse_noProtected_likePublicAlone() throws Exception {
    assertEquals(parse(CERTIFICATE, "null"), SettingsParser.parse(read(CERTIFICATE), OPEN));
    assertEquals(
        parse(CERTIFICATE, "null"),
        SettingsParser.parse(read(CERTIFICATE), OPEN, Optional.empty(), SECRET));
  }

  @Test
  void parse_protectedAsString_isOpened() throws Exception {
    String text = new ObjectMapper().writeValueAsString(CERTIFICATE.replace('\'', '"'));

    assertEquals(
        1,
        SettingsParser.parse(
                read("null"), OPEN, Optional.of(new ObjectMapper().readTree(text)), SECRET)
            .settings()
            .certificates()
            .size());
  }

  @Test
  void parse_problemsOfBoth_eachWithItsPointer() {
    assertEquals(
        List.of(
            "/public/secretsManagementSettings/requireInitialSync:"
                + " expected true or false, found \"maybe\"",
            "/protected/secretsManagementSettings/layout:"
                + " expected combined, split or certbot, found a protected value"),
        problems(
            CERTIFICATE.replace("{'obs", "{'requireInitialSync': 'maybe', 'obs"),
            "{'secretsManagementSettings': {'layout': 'hunter2'}}"));
  }

  /** Every kind of value that a message of public settings would show. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'hunter2'",
        "{'secretsManagementSettings': 'hunter2'}",
        "{'secretsManagementSettings': {'pollingIntervalInS': 'hunter2'}}",
        "{'secretsManagementSettings': {'requireInitialSync': 'hunter2'}}",
        "{'secretsManagementSettings': {'certificateStoreLocation': 'hunter2'}}",
        "{'secretsManagementSettings': {'layout': 'hunter2'}}",
        "{'secretsManagementSettings': {'keystore': 'hunter2'}}",
        "{'secretsManagementSettings': {'keystore': {'passwordUrl': 'hunter2'}}}",
        "{'secretsManagementSettings': {'keystore': {'passwordUrl':"
            + " 'https://hunter2.vault.azure.net/certificates/hunter2'}}}",
        "{'secretsManagementSettings': {'keystore': {'passwordUrl':"
            + " 'https://hunter2.managedhsm.azure.net/secrets/hunter2'}}}",
        "{'secretsManagementSettings': {'keystore': {'type': 'hunter2', 'passwordUrl':"
            + " 'https://hunter2.vaultcore.azure.net/secrets/hunter2'}}}",
        "{'secretsManagementSettings': {'retainedVersions': 'hunter2'}}",
        "{'secretsManagementSettings': {'acls': 'hunter2'}}",
        "{'secretsManagementSettings': {'acls': [{'user': 'hunter2:x'}]}}",
        "{'secretsManagementSettings': {'observedCertificates': 'hunter2'}}",
        "{'secretsManagementSettings': {'observedCertificates':"
            + " 'https://hunter2.vault.azur.net/secrets/x/hunter2'}}",
        "{'secretsManagementSettings': {'observedCertificates': [{'url':"
            + " 'https://a.vault.azure.net/secrets/x', 'customSymbolicLinkName': 'hunter2/x'}]}}",
        "{'secretsManagementSettings': {'observedCertificates': [{'url':"
            + " 'https://a.vault.azure.net/secrets/x', 'customSymbolicLinkName': 'hunter2'},{'url':"
            + " 'https://a.vault.azure.net/secrets/y', 'customSymbolicLinkName': 'hunter2'}]}}",
        "{'authenticationSettings': {'msiEndpoint': 'hunter2', 'msiClientId': 'hunter2'}}",
        "{'authenticationSettings': 'hunter2'}",
        "{'loggingSettings': 'hunter2'}",
      })
  void parse_protectedValueWithAProblem_isNotShown(String secret) {
    List<String> problems = problems(CERTIFICATE, secret);

    assertFalse(problems.isEmpty());
    assertFalse(problems.toString().contains("hunter2"), problems::toString);
    problems.forEach(problem -> assertEquals(SECRET, problem.substring(0, SECRET.length())));
  }

  @Test
  void parse_protectedNumber_isNotShownInAWarningEither() throws Exception {
    assertEquals(
        List.of(
            "/protected/secretsManagementSettings/pollingIntervalInS: below 300 s many machines may"
                + " exceed the vault's request limit; a protected value is honoured"),
        Parsed.warnings(
            parse(CERTIFICATE, "{'secretsManagementSettings': {'pollingIntervalInS': 47}}")));
  }

  @Test
  void parse_unknownProtectedKey_warnedOfInItsPlace() throws Exception {
    assertEquals(
        List.of("/protected/loggingSetting: unknown key, ignored; did you mean loggingSettings?"),
        Parsed.warnings(parse(CERTIFICATE, "{'loggingSetting': 'hunter2'}")));
  }

  private static List<String> problems(String open, String secret) {
    return assertThrows(SettingsRejectedException.class, () -> parse(open, secret))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  private static ParsedSettings parse(String open, String secret) throws Exception {
    return SettingsParser.parse(read(open), OPEN, Optional.of(read(secret)), SECRET);
  }

  private static JsonNode read(String json) throws Exception {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }
}
