package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is used all the same, but said. */
final class SettingsWarningsTest {
  @ParameterizedTest
  @CsvSource({"30, true", "299, true", "300, false"})
  void parse_shortInterval_warnedBelowFiveMinutes(int seconds, boolean warned) throws Exception {
    List<String> expected =
        List.of(
            "/secretsManagementSettings/pollingIntervalInS:"
                + " below 300 s many machines may exceed the vault's request limit; "
                + seconds
                + " is honoured");

    assertEquals(
        warned ? expected : List.of(),
        warnings("'pollingIntervalInS': " + seconds, "'https://a.vault.azure.net/secrets/x'"));
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
                    + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}")));
  }

  /** Editors want it in the file; it may go on to Azure with the rest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SETTINGS",
        "{'runtimeSettings': [{'handlerSettings': {'publicSettings': SETTINGS}}]}",
        "{'$schema': 'x', 'runtimeSettings': [{'handlerSettings': {'publicSettings': SETTINGS}}]}"
      })
  void parse_schema_isForEditors(String shape) throws Exception {
    String settings =
        "{'$schema': './settings.schema.json', 'secretsManagementSettings':"
            + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}";

    assertEquals(List.of(), Parsed.warnings(Parsed.parse(shape.replace("SETTINGS", settings))));
  }

  @Test
  void parse_schemaElsewhere_saysWhereItBelongs() throws Exception {
    assertEquals(
        List.of(
            "/secretsManagementSettings/$schema: unknown key, ignored; it belongs in the settings,"
                + " beside secretsManagementSettings"),
        warnings("'$schema': 'x'", "'https://a.vault.azure.net/secrets/x'"));
  }

  @Test
  void parse_unknownSecretsKey_pointerIsEscaped() throws Exception {
    assertEquals(
        List.of(
            "/secretsManagementSettings/certificateStore: unknown key, ignored;"
                + " did you mean certificateStoreName?",
            "/secretsManagementSettings/q~0w~1e: unknown key, ignored"),
        warnings("'certificateStore': 'MY', 'q~w/e': 1", "'https://a.vault.azure.net/secrets/x'"));
  }

  @Test
  void parse_keysOfLoggingSettings_nearestNameIsSuggested() throws Exception {
    assertEquals(
        "/loggingSettings/formatt: unknown key, ignored; did you mean format?",
        Parsed.warnings(
                Parsed.parse(
                    "{'loggingSettings': {'logger': 'fluentd', 'endpoint': 'tcp://localhost:1',"
                        + " 'formatt': 'forward', 'servicename': 'x'}, 'secretsManagementSettings':"
                        + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}}"))
            .get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'linkOnRenewal': true | /linkOnRenewal: no meaning on Linux, ignored;"
            + " the current link is always switched to the new version",
        "'linkOnRenewal': 'true' | /linkOnRenewal: no meaning on Linux, ignored;"
            + " the current link is always switched to the new version",
        "'certificateStoreName': 'Root' | /certificateStoreName: no meaning on Linux, ignored",
        "'certificateStoreName': '/srv' | /certificateStoreName: no meaning on Linux, ignored;"
            + " a folder is given as certificateStoreLocation",
      })
  void parse_settingOfWindowsForAll_named(String member, String warning) throws Exception {
    assertEquals(
        List.of("/secretsManagementSettings" + warning),
        warnings(member, "'https://a.vault.azure.net/secrets/x'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'keyExportable': true | /keyExportable: no meaning on Linux, ignored;"
            + " whoever can read a key's file can copy it",
        "'keyExportable': 'false' | /keyExportable: no meaning on Linux, ignored;"
            + " whoever can read a key's file can copy it",
        "'accounts': ['Network Service'] | /accounts: no meaning on Linux, ignored;"
            + " who may read the files is given by acls",
        "'certificateStoreName': 'CA' | /certificateStoreName: no meaning on Linux, ignored",
        "'certificateStoreLocation': 'LOCAL_MACHINE' | /certificateStoreLocation:"
            + " a store of Windows; /var/lib/waagent/Microsoft.Azure.KeyVault.Store is used",
      })
  void parse_settingOfWindowsForOne_named(String member, String warning) throws Exception {
    assertEquals(
        List.of("/secretsManagementSettings/observedCertificates/0" + warning),
        warnings(
            "'aclEnabled': false",
            "{'url': 'https://a.vault.azure.net/secrets/x', " + member + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "null", "'MY'", "'my'", "' ignored '"},
      quoteCharacter = '"')
  void parse_storeNameOfTemplates_noWarning(String name) throws Exception {
    assertEquals(
        List.of(),
        warnings(
            "'linkOnRenewal': false, 'certificateStoreName': " + name,
            "{'url': 'https://a.vault.azure.net/secrets/x', 'certificateStoreName': "
                + name
                + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'observedCertificates': [] | /observedCertificates | secretsManagementSettings",
        "'msiClientId': 'x' | /msiClientId | authenticationSettings",
        "'acls': [] | /acls | secretsManagementSettings",
      })
  void parse_keyOfAnotherPlace_saysWhereItBelongs(String member, String pointer, String place)
      throws Exception {
    assertEquals(
        List.of(pointer + ": unknown key, ignored; it belongs in " + place),
        Parsed.warnings(
            Parsed.parse(
                "{'secretsManagementSettings':"
                    + " {'observedCertificates': ['https://a.vault.azure.net/secrets/x']}, "
                    + member
                    + "}")));
  }

  @Test
  void parse_identityInAnEntry_overrideIsSuggested() throws Exception {
    String at = "/secretsManagementSettings/observedCertificates/0";

    assertEquals(
        List.of(
            at
                + "/authenticationSettings: unknown key, ignored;"
                + " did you mean authenticationOverride?",
            at + "/msiClientId: unknown key, ignored; it belongs in authenticationOverride"),
        warnings(
            "'aclEnabled': true",
            "{'url': 'https://a.vault.azure.net/secrets/x', 'authenticationSettings': {},"
                + " 'msiClientId': 'y'}"));
  }

  @ParameterizedTest
  @CsvSource({"?api-version=7.4", "#top", "?a#b"})
  void parse_queryOrFragment_ignoredWithAWarning(String suffix) throws Exception {
    ParsedSettings parsed =
        Parsed.secrets(
            "'observedCertificates': 'https://a.vault.azure.net/secrets/x" + suffix + "'");

    assertEquals("a/x", parsed.settings().certificates().get(0).displayName());
    assertEquals(
        List.of(
            "/secretsManagementSettings/observedCertificates:"
                + " what follows \"?\" or \"#\" is ignored"),
        Parsed.warnings(parsed));
  }

  private static List<String> warnings(String member, String observed) throws Exception {
    return Parsed.warnings(Parsed.secrets(member + ", 'observedCertificates': [" + observed + "]"));
  }
}
