package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.ObservedCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings' object, strings that hold it, envelopes around it, and text that is none of it. */
final class SettingsTextTest {
  private static final String GOOD =
      "{\"secretsManagementSettings\":"
          + " {\"observedCertificates\": [\"https://a.vault.azure.net/secrets/x\"]}}";
  private static final String BAD = GOOD.replace("https", "http");
  private static final String PROBLEM =
      "/secretsManagementSettings/observedCertificates/0:"
          + " \"http://a.vault.azure.net/secrets/x\" is not an https URL with a host:"
          + " expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]";
  private static final String HANDLER = "/runtimeSettings/0/handlerSettings/";

  @Test
  void parse_object_isRead() throws Exception {
    assertAccepted(GOOD);
    assertRefused(PROBLEM, BAD);
  }

  @Test
  void parse_byteOrderMarkAndSpaces_areSkipped() throws Exception {
    assertAccepted("\uFEFF\r\n " + GOOD + " \r\n");
  }

  @Test
  void parse_stringOfTheObject_isOpenedHoweverOftenEscaped() throws Exception {
    assertAccepted(quoted(GOOD));
    assertAccepted(quoted(quoted(GOOD)));
    assertAccepted(quoted(quoted(quoted(GOOD))));
    assertRefused(PROBLEM, quoted(BAD));
  }

  @Test
  void parse_backslashesLeftInsideTheString_areTakenAway() throws Exception {
    assertAccepted(quoted(GOOD.replace("\"", "\\\"")));
    assertAccepted(quoted(GOOD.replace("\"", "\\\"").replace("{", "{\n  ")));
    assertAccepted(quoted(GOOD.replace("\"", "\\\\\\\"")));
    assertRefused(PROBLEM, quoted(BAD.replace("\"", "\\\"")));
  }

  @Test
  void parse_envelope_pointersBeginAtItsRoot() throws Exception {
    assertAccepted(envelope(GOOD, "null"));
    assertAccepted(envelope(quoted(GOOD), "\"\""));
    assertAccepted(quoted(envelope(GOOD, "null")));
    assertRefused(HANDLER + "publicSettings" + PROBLEM, envelope(BAD, "null"));
    assertRefused(HANDLER + "publicSettings" + PROBLEM, envelope(quoted(BAD), "null"));
  }

  @Test
  void parse_envelopeInTheSettings_isOpenedToo() throws Exception {
    assertAccepted(envelope(envelope(GOOD, "null"), "null"));
  }

  @Test
  void parse_encryptedSettings_warnedThatTheyWereNotChecked() throws Exception {
    assertEquals(
        List.of(
            HANDLER
                + "protectedSettings: encrypted, so not checked here;"
                + " what only they hold counts as missing"),
        Parsed.warnings(SettingsText.parse(envelope(GOOD, "\"MIIB\""))));
  }

  @Test
  void parse_plainProtectedSettings_areMergedAndNotShown() throws Exception {
    assertAccepted(envelope("{}", GOOD));
    assertRefused(
        HANDLER
            + "protectedSettings/secretsManagementSettings/layout:"
            + " expected combined, split or certbot, found a protected value",
        envelope(GOOD, "{\"secretsManagementSettings\": {\"layout\": \"hunter2\"}}"));
  }

  /** As templates hold them: a resource, its properties, both settings with their names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'settings': %s} | /settings",
        "{'settings': %s, 'protectedSettings': null} | /settings",
        "{'type': 'extensions', 'properties': {'publisher': 'P', 'settings': %s}}"
            + " | /properties/settings",
      })
  void parse_templateAroundSettings_isRead(String around, String pointer) throws Exception {
    String template = around.replace('\'', '"');
    assertEquals(1, SettingsText.parse(template.formatted(GOOD)).settings().certificates().size());
    assertRefused(pointer + PROBLEM, template.formatted(BAD));
  }

  @Test
  void parse_templateWithProtectedSettings_theyWin() {
    assertRefused(
        "/properties/protectedSettings/secretsManagementSettings/layout:"
            + " expected combined, split or certbot, found a protected value",
        """
        {"properties": {"settings": %s,
          "protectedSettings": {"secretsManagementSettings": {"layout": "hunter2"}}}}
        """
            .formatted(GOOD));
  }

  @Test
  void parse_wholeTemplate_saysWhatToGive() {
    assertRefused(
        "/resources: a whole template: give one resource of it, or its properties.settings",
        "{\"$schema\": \"https://x\", \"resources\": [{\"properties\": {}}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'runtimeSettings': []}",
        "{'runtimeSettings': [{}]}",
        "{'runtimeSettings': null}",
        "{'runtimeSettings': [{'handlerSettings': {'publicSettings': null}}]}",
      })
  void parse_envelopeOfNothing_saysWhatIsMissing(String text) {
    assertRefused(
        HANDLER + "publicSettings: missing: expected an object with secretsManagementSettings",
        text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{'a': 1 | line 1, column 8: not JSON: it ends too early",
        "{'a': 1} x | line 1, column 10: not JSON",
        "{'a': hunter2} | line 1, column 7: not JSON",
        "['a',] | line 1, column 6: not JSON",
      })
  void parse_notJson_placeAndNothingOfTheText(String text, String problem) {
    assertRefused("settings: " + problem, text.replace('\'', '"'));
  }

  @Test
  void parse_errorOnALaterLine_lineAndColumnOfIt() {
    assertRefused("settings: line 3, column 3: not JSON", "{\n  \"a\": 1,\n  hunter2: 2\n}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "\uFEFF"})
  void parse_nothing_saysWhatIsExpected(String text) {
    assertRefused("settings: empty: expected an object with secretsManagementSettings", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\\\"secretsManagementSettings\\\": {}}",
        "{ \\\\\\\"secretsManagementSettings\\\\\\\": {}}",
        "\"{\\\"",
      })
  void parse_backslashesOfAShell_hintToPassAFile(String text) {
    String message = refused(text).get(0);

    if (text.startsWith("\"")) {
      assertEquals("settings: line 1, column 5: not JSON: it ends too early", message);
    } else {
      assertEquals(
          "; the backslashes before the quotes are a shell's (PowerShell?):"
              + " pass a file instead: --settings @settings.json",
          message.substring(message.indexOf(';')));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a': 1} | ; JSON takes double quotes, not single ones",
        "'{}' | ; JSON takes double quotes, not single ones",
        "{secretsManagementSettings:{}} | ; names need double quotes, which a shell (PowerShell?)"
            + " may have taken: pass a file instead: --settings @settings.json",
      })
  void parse_otherTracesOfShells_areExplained(String text, String hint) {
    String message = refused(text).get(0);

    assertEquals(hint, message.substring(message.indexOf(';')));
  }

  @Test
  void parse_stringThatHoldsNoJson_pointerAndPlace() {
    assertRefused(
        HANDLER
            + "publicSettings: a string that should hold JSON:"
            + " line 1, column 2: not JSON; names need double quotes, which a shell (PowerShell?)"
            + " may have taken: pass a file instead: --settings @settings.json",
        envelope("\"{hunter2: 1}\"", "null"));
  }

  @Test
  void parse_deepNesting_isAProblemAndNoCrash() {
    assertEquals(1, refused("[".repeat(100_000)).size());
    assertEquals(1, refused("{\"runtimeSettings\":[".repeat(400) + "]}".repeat(400)).size());
  }

  private static void assertAccepted(String text) throws Exception {
    ParsedSettings parsed = SettingsText.parse(text);

    assertEquals(
        List.of("a/x"),
        parsed.settings().certificates().stream().map(ObservedCertificate::displayName).toList());
    assertEquals(List.of(), parsed.warnings());
  }

  private static void assertRefused(String problem, String text) {
    assertEquals(List.of(problem), refused(text));
  }

  private static List<String> refused(String text) {
    return assertThrows(SettingsRejectedException.class, () -> SettingsText.parse(text))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  private static String quoted(String text) throws Exception {
    return new ObjectMapper().writeValueAsString(text);
  }

  private static String envelope(String open, String secret) {
    return """
    {"runtimeSettings": [{"handlerSettings": {"protectedSettingsCertThumbprint": null,
      "publicSettings": %s, "protectedSettings": %s}}]}
    """
        .formatted(open, secret);
  }
}
