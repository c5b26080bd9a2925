package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used, where it stands and how it is worded. */
final class RefusedSettingsTest {
  private static final String OBSERVED = "/secretsManagementSettings/observedCertificates";
  private static final String EXPECTED =
      "expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'secretsManagementSettings': null}",
        "{'secretsManagementSettings': {}}",
        "{'secretsManagementSettings': {'observedCertificates': null}}",
        "{'secretsManagementSettings': {'observedCertificates': ''}}",
        "{'secretsManagementSettings': {'observedCertificates': ' '}}",
        "{'secretsManagementSettings': {'observedCertificates': []}}",
      })
  void parse_noCertificates_microsoftsWords(String json) {
    assertEquals(
        List.of(
            OBSERVED
                + ": observedCertificates cannot be empty: name at least one certificate's URL"),
        Parsed.errors(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | found 7",
        "[] | found an array",
        "null | found nothing",
      })
  void parse_settingsThatAreNoObject_oneClearProblem(String json, String found) {
    assertEquals(
        List.of("settings: expected an object with secretsManagementSettings, " + found),
        Parsed.errors(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.vault.azure.net/secrets/x | is not an https URL with a host: ",
        "https:///secrets/x | is not an https URL with a host: ",
        "//a.vault.azure.net/secrets/x | is not an https URL with a host: ",
        "a.b/secrets/x | is not an https URL with a host: ",
        "https:a.b | is not an https URL with a host: ",
        "https://a.vault.azure.net/sec rets/x | is not a URL: ",
        "https://a.vault.azure.net | names no certificate: ",
        "https://a.vault.azure.net/ | names no certificate: ",
        "https://a.vault.azure.net/secrets | names no certificate: ",
        "https://a.vault.azure.net/keys/x | names no certificate: ",
        "https://a.vault.azure.net/secrets/x.pem | names no certificate: ",
        "https://a.vault.azure.net/secrets/%2e%2e | names no certificate: ",
        "https://a.vault.azure.net/secrets/x/0123456789abcdef0123456789abcdef/more | names no"
            + " certificate: ",
        "https://a.vault.azure.net:0/secrets/x | has no usable port: ",
        "https://a.vault.azure.net:70000/secrets/x | has no usable port: ",
      })
  void parse_badUrl_quotedWithItsPlace(String url, String problem) {
    assertEquals(
        List.of(OBSERVED + "/1: \"" + url + "\" " + problem + " " + EXPECTED),
        Parsed.errors(observed("['https://a.vault.azure.net/secrets/good', '" + url + "']")));
    assertEquals(
        List.of(OBSERVED + "/0/url: \"" + url + "\" " + problem + " " + EXPECTED),
        Parsed.errors(observed("[{'url': '" + url + "'}]")));
  }

  @Test
  void parse_badVersion_quoted() {
    assertEquals(
        List.of(OBSERVED + "/0: \"latest\" is not a version: expected 32 hexadecimal digits"),
        Parsed.errors(observed("['https://a.vault.azure.net/secrets/x/latest']")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[5] | /0: expected a URL or an object with a url, found 5",
        "[null] | /0: expected a URL or an object with a url, found nothing",
        "[['https://a.vault.azure.net/secrets/x']] | /0: expected a URL or an object with a url,"
            + " found an array",
        "[''] | /0: no URL: " + EXPECTED,
        "[{}] | /0/url: no URL: " + EXPECTED,
        "[{'url': 5}] | /0/url: expected a string, found 5",
        "7 | : expected a URL or an object with a url, found 7",
      })
  void parse_entryOfAnotherKind_oneProblem(String observed, String problem) {
    assertEquals(List.of(OBSERVED + problem), Parsed.errors(observed(observed)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "0",
        "'0'",
        "1.5",
        "'NaN'",
        "'Infinity'",
        "'3600s'",
        "true",
        "2147483648",
        "'1e99'",
        "1e999999999",
        "[]",
        "{}",
        "-1e-999999999",
        "'99999999999999999999'"
      })
  void parse_badInterval_refused(String value) {
    List<String> errors = Parsed.errors(secrets("'pollingIntervalInS': " + value));

    assertEquals(1, errors.size(), errors.toString());
    assertTrue(
        errors
            .get(0)
            .startsWith(
                "/secretsManagementSettings/pollingIntervalInS:"
                    + " expected a positive whole number, found "),
        errors.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'yes'", "1", "[]"})
  void parse_badFlag_refused(String value) {
    List<String> errors = Parsed.errors(secrets("'requireInitialSync': " + value));

    assertEquals(1, errors.size());
    assertTrue(errors.get(0).contains("/requireInitialSync: expected true or false, found "));
  }

  @Test
  void parse_relativeStoreForAll_reportedOnce() {
    assertEquals(
        List.of(
            "/secretsManagementSettings/certificateStoreLocation:"
                + " expected an absolute path, found \"certs\""),
        Parsed.errors(
            "{'secretsManagementSettings': {'certificateStoreLocation': 'certs',"
                + " 'observedCertificates': ['https://a.vault.azure.net/secrets/x',"
                + " 'https://a.vault.azure.net/secrets/y']}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", ".hidden", "/etc/passwd", "a\\nb", "a\\u0000b"})
  void parse_linkNameThatLeavesTheStore_refused(String name) {
    List<String> errors =
        Parsed.errors(
            observed(
                "[{'url': 'https://a.vault.azure.net/secrets/x', 'customSymbolicLinkName': '"
                    + name
                    + "'}]"));

    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).startsWith(OBSERVED + "/0/customSymbolicLinkName: expected a file"));
  }

  @Test
  void parse_linkNameTooLongInBytes_refused() {
    assertEquals(
        1,
        Parsed.errors(
                observed(
                    "[{'url': 'https://a.vault.azure.net/secrets/x', 'customSymbolicLinkName': '"
                        + "ü".repeat(101)
                        + "'}]"))
            .size());
  }

  @Test
  void parse_twoCertificatesWithOneLink_bothPlacesNamed() {
    assertEquals(
        List.of(
            OBSERVED
                + "/1: writes the same link as "
                + OBSERVED
                + "/0: \"a.x\"; give one of them a customSymbolicLinkName"),
        Parsed.errors(
            observed(
                "[{'url': 'https://a.vault.azure.net/secrets/x', 'certificateStoreLocation': '/s'},"
                    + " {'url': 'https://a.vault.azure.cn/secrets/x', 'certificateStoreLocation':"
                    + " '/s/'}]")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http:///169.254.169.254/metadata/identity", "169.254.169.254", "a b"})
  void parse_badEndpoint_refused(String endpoint) {
    assertEquals(
        List.of(
            "/authenticationSettings/msiEndpoint: \""
                + endpoint
                + "\" is not a URL with a host: expected http://169.254.169.254/metadata/identity"),
        Parsed.errors(
            "{'authenticationSettings': {'msiEndpoint': '"
                + endpoint
                + "'}, 'secretsManagementSettings':"
                + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}"));
  }

  @Test
  void parse_manyProblems_allAtOnceInOneLine() {
    String json =
        "{'authenticationSettings': 'x', 'secretsManagementSettings': {'pollingIntervalInS': -1,"
            + " 'requireInitialSync': 2, 'certificateStoreLocation': 'rel',"
            + " 'observedCertificates': ['http://a.vault.azure.net/secrets/x', {'url': ''}]}}";

    assertEquals(
        List.of(
            "/secretsManagementSettings/pollingIntervalInS",
            "/secretsManagementSettings/requireInitialSync",
            "/secretsManagementSettings/certificateStoreLocation",
            OBSERVED + "/0",
            OBSERVED + "/1/url",
            "/authenticationSettings"),
        Parsed.errors(json).stream().map(line -> line.substring(0, line.indexOf(": "))).toList());
    String message =
        assertThrows(SettingsRejectedException.class, () -> Parsed.settings(json)).getMessage();
    assertFalse(message.contains("\n"));
    assertEquals(6, message.split("; ", -1).length, message);
  }

  private static String observed(String value) {
    return "{'secretsManagementSettings': {'observedCertificates': " + value + "}}";
  }

  private static String secrets(String member) {
    return "{'secretsManagementSettings': {"
        + member
        + ", 'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}";
  }
}
