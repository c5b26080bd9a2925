package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is used all the same, but said. */
final class SettingsWarningsTest {
  private static final String ACLS = ": acls are not applied by this version; files are root's";

  @ParameterizedTest
  @CsvSource({"30, true", "299, true", "300, false"})
  void parse_shortInterval_warnedBelowFiveMinutes(int seconds, boolean warned) throws Exception {
    List<String> expected =
        List.of(
            "/secretsManagementSettings/pollingIntervalInS: "
                + seconds
                + " s is honoured; below 300 s many machines may exceed the vault's request limit");

    assertEquals(
        warned ? expected : List.of(),
        warnings("'pollingIntervalInS': " + seconds, "'https://a.b/secrets/x'"));
  }

  @Test
  void parse_unknownTopKey_nearestNameIsSuggested() throws Exception {
    assertEquals(
        List.of(
            "/authenticationLocationSettings: unknown key, ignored;"
                + " did you mean authenticationSettings?",
            "/zzz: unknown key, ignored"),
        Parsed.warnings(
            Parsed.parse(
                "{'authenticationLocationSettings': {}, 'zzz': 1, 'secretsManagementSettings':"
                    + " {'observedCertificates': ['https://a.b/secrets/x']}}")));
  }

  @Test
  void parse_unknownSecretsKey_pointerIsEscaped() throws Exception {
    assertEquals(
        List.of(
            "/secretsManagementSettings/certificateStore: unknown key, ignored;"
                + " did you mean certificateStoreName?",
            "/secretsManagementSettings/q~0w~1e: unknown key, ignored"),
        warnings("'certificateStore': 'MY', 'q~w/e': 1", "'https://a.b/secrets/x'"));
  }

  @Test
  void parse_identityInTheWrongPlace_saysWhereItBelongs() throws Exception {
    assertEquals(
        List.of(
            "/secretsManagementSettings/authenticationSettings:"
                + " ignored here; it belongs beside secretsManagementSettings, not inside"),
        warnings("'authenticationSettings': {'msiClientId': 'x'}", "'https://a.b/secrets/x'"));
  }

  @Test
  void parse_acls_saidNotToBeApplied() throws Exception {
    assertEquals(
        List.of(
            "/secretsManagementSettings/aclEnabled" + ACLS,
            "/secretsManagementSettings/observedCertificates/0/acls" + ACLS),
        warnings(
            "'aclEnabled': 'true'",
            "{'url': 'https://a.b/secrets/x', 'acls': [{'user': 'www-data'}]}"));
  }

  @Test
  void parse_loggingSettings_saidNotToBeSupported() throws Exception {
    assertEquals(
        List.of("/loggingSettings: not supported by this version; the log is a file"),
        Parsed.warnings(
            Parsed.parse(
                "{'loggingSettings': {'logger': 'fluentd'}, 'secretsManagementSettings':"
                    + " {'observedCertificates': ['https://a.b/secrets/x']}}")));
  }

  @Test
  void parse_keysOfMicrosoftsExtension_noWarning() throws Exception {
    assertEquals(
        List.of(),
        warnings(
            "'linkOnRenewal': true, 'aclEnabled': false, 'certificateStoreName': 'ignored'",
            "{'url': 'https://a.b/secrets/x', 'keyExportable': true, 'accounts': []}"));
  }

  private static List<String> warnings(String member, String observed) throws Exception {
    return Parsed.warnings(Parsed.secrets(member + ", 'observedCertificates': [" + observed + "]"));
  }
}
