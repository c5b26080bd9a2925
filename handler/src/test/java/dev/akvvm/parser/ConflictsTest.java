package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two certificates that would spoil each other's files. */
final class ConflictsTest {
  private static final String AT = "/secretsManagementSettings/observedCertificates/";
  private static final String VERSION = "0123456789abcdef0123456789abcdef";
  private static final String RENAME = "; give one of them a customSymbolicLinkName";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x | 'layout': 'split' | y | 'customSymbolicLinkName': 'a.x.pem' | a.x.pem",
        "x | 'customSymbolicLinkName': 'a.y.keyid' | y | 'layout': 'split' | a.y.keyid",
        "x | 'customSymbolicLinkName': 'l' | y | 'customSymbolicLinkName': 'l' | l",
        "x | 'layout': 'certbot' | x | 'layout': 'combined' | a.x",
        "x | 'certificateStoreLocation': '/s/' | y"
            + " | 'certificateStoreLocation': '/t/../s', 'customSymbolicLinkName': 'a.x' | a.x",
      })
  void parse_sharedLink_refused(
      String name, String members, String otherName, String otherMembers, String link) {
    String first =
        members.contains("Location") ? members : "'certificateStoreLocation': '/s', " + members;
    String second =
        otherMembers.contains("Location")
            ? otherMembers
            : "'certificateStoreLocation': '/s', " + otherMembers;

    assertEquals(
        List.of(AT + "1: writes the same link as " + AT + "0: \"" + link + "\"" + RENAME),
        errors(entry(name, first), entry(otherName, second)));
  }

  @Test
  void parse_linkOfAKeystore_isALinkToo() {
    assertEquals(
        List.of(AT + "1: writes the same link as " + AT + "0: \"a.x.p12\"" + RENAME),
        errors(
            entry("x", "'keystore': {'passwordUrl': 'https://a.vault.azure.net/secrets/pw'}"),
            entry("y", "'customSymbolicLinkName': 'a.x.p12'")));
  }

  @Test
  void parse_sameEntryTwice_saysToRemoveOne() {
    assertEquals(
        List.of(AT + "1: names the same certificate as " + AT + "0; remove one"),
        errors("'https://a.vault.azure.net/secrets/x'", "'https://A.vault.azure.net//secrets/x/'"));
  }

  @Test
  void parse_threeOnOneLink_theFirstIsNamed() {
    assertEquals(
        List.of(
            AT + "1: names the same certificate as " + AT + "0; remove one",
            AT + "2: names the same certificate as " + AT + "0; remove one"),
        errors(entry("x", ""), entry("x", ""), entry("x", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.x." + VERSION, "a.x." + VERSION + ".1.2.PEM", "a.x." + VERSION + ".pem.1"})
  void parse_linkNamedLikeAVersionFile_refused(String link) {
    String expected =
        "the link \""
            + link
            + "\" may be a file of "
            + AT
            + "%d; choose another"
            + " customSymbolicLinkName";
    String named = "'customSymbolicLinkName': '" + link + "'";

    assertEquals(
        List.of(AT + "0: " + expected.formatted(1)), errors(entry("y", named), entry("x", "")));
    assertEquals(List.of(AT + "0: " + expected.formatted(0)), errors(entry("x", named)));
  }

  @Test
  void parse_storeInsideALink_refused() {
    assertEquals(
        List.of(
            AT
                + "0: its store is inside the link of "
                + AT
                + "1; choose another certificateStoreLocation"),
        errors(
            entry("x", "'certificateStoreLocation': '/s/a.y/deep'"),
            entry("y", "'certificateStoreLocation': '/s', 'layout': 'certbot'")));
  }

  @Test
  void parse_sameFilesWithOtherAcls_refused() {
    assertEquals(
        List.of(
            AT
                + "1: writes the same files as "
                + AT
                + "0, but with other acls, chain or keystore; give one of them a"
                + " certificateStoreLocation of its own"),
        errors(
            entry("x", "'acls': [{'user': 'u'}]"),
            entry("x", "'customSymbolicLinkName': 'l', 'acls': [{'user': 'v'}]")));
  }

  @Test
  void parse_versionsOfOneCertificateInTwoPlaces_refused() {
    assertEquals(
        List.of(
            AT
                + "1: its versions are hidden and those of "
                + AT
                + "0 are visible, or the other way round; set versions alike, or give one of them a"
                + " certificateStoreLocation of its own"),
        errors(
            entry("x", "'layout': 'certbot'"),
            entry("x", "'customSymbolicLinkName': 'l', 'versions': 'hidden'")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'layout': 'combined'", "'layout': 'split'"})
  void parse_sameKeystoreFileWithAnotherPassword_refused(String layout) {
    String keystore = "'keystore': {'passwordUrl': 'https://a.vault.azure.net/secrets/%s'}";

    List<String> errors =
        errors(
            entry("x", keystore.formatted("one")),
            entry("x", layout + ", 'customSymbolicLinkName': 'l', " + keystore.formatted("other")));

    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.get(0).startsWith(AT + "1: writes the same files as " + AT + "0, but"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'customSymbolicLinkName': 'l'",
        "'certificateStoreLocation': '/other'",
        "'layout': 'split'",
      })
  void parse_sameCertificateUnderOtherLinks_accepted(String members) throws Exception {
    ParsedSettings parsed =
        Parsed.secrets(
            "'observedCertificates': [" + entry("x", "") + ", " + entry("x", members) + "]");

    assertEquals(2, parsed.settings().certificates().size());
    assertEquals(List.of(), parsed.warnings());
  }

  private static String entry(String name, String members) {
    return "{'url': 'https://a.vault.azure.net/secrets/"
        + name
        + "'"
        + (members.isEmpty() ? "" : ", " + members)
        + "}";
  }

  private static List<String> errors(String... entries) {
    return Parsed.errors(
        "{'secretsManagementSettings': {'observedCertificates': ["
            + String.join(", ", entries)
            + "]}}");
  }
}
