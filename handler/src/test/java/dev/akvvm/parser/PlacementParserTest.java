package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.Placement.ChainExtent;
import dev.akvvm.settings.Placement.LinkTargets;
import dev.akvvm.settings.Placement.Versions;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layout, keystore, retained versions and acls: per certificate, or as a default for all. */
final class PlacementParserTest {
  private static final String AT = "/secretsManagementSettings";
  private static final String ENTRY = AT + "/observedCertificates/0";
  private static final String PASSWORD = "'passwordUrl': 'https://p.vault.azure.net/secrets/pw'";
  private static final Keystore PKCS12 = keystore(Keystore.Type.PKCS12);
  private static final Keystore JKS = keystore(Keystore.Type.JKS);

  @ParameterizedTest
  @CsvSource({
    "combined, COMBINED",
    "split, SPLIT",
    "certbot, CERTBOT",
    "' Split ', SPLIT",
    "'', COMBINED"
  })
  void parse_layout_isRead(String name, Layout layout) throws Exception {
    String member = "'layout': '" + name + "'";

    assertEquals(layout, of("", member).layout());
    assertEquals(layout, of(member, "").layout());
  }

  @Test
  void parse_layoutOfBoth_ownWins() throws Exception {
    assertEquals(Layout.SPLIT, of("'layout': 'certbot'", "'layout': 'split'").layout());
    assertEquals(Layout.CERTBOT, of("'layout': 'certbot'", "'layout': null").layout());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'layout': 'foo' | /layout: expected combined, split or certbot, found \"foo\"",
        "'layout': 1 | /layout: expected a string, found 1",
        "'keystore': 'jks' | /keystore: expected an object with type and passwordUrl, found"
            + " \"jks\"",
        "'keystore': {'type': 'jks'} | /keystore/passwordUrl: a keystore needs a password: expected"
            + " the URL of the secret that holds it,"
            + " https://<vault>.vault.azure.net/secrets/<name>",
        "'keystore': {} | /keystore/passwordUrl: a keystore needs a password: expected the URL of"
            + " the secret that holds it, https://<vault>.vault.azure.net/secrets/<name>; or set"
            + " \"withoutPassword\": true",
        "'keystore': {'withoutPassword': 1, "
            + PASSWORD
            + "} | /keystore/withoutPassword: expected true or false,"
            + " found 1",
        "'chain': 'leaf' | /chain: expected full or withoutRoot, found \"leaf\"",
        "'chain': true | /chain: expected a string, found true",
        "'keystore': {'type': 'pem', "
            + PASSWORD
            + "} | /keystore/type: expected pkcs12 or jks, found \"pem\"",
        "'keystore': {'passwordUrl': 'https://p.vault.azure.net/certificates/pw'}"
            + " | /keystore/passwordUrl: \"https://p.vault.azure.net/certificates/pw\" names no"
            + " secret: expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]",
        "'keystore': {'passwordUrl': 'hunter2'} | /keystore/passwordUrl: a protected value is not"
            + " an https URL with a host: expected"
            + " https://<vault>.vault.azure.net/secrets/<name>[/<version>]",
        "'keystore': {'passwordUrl': 12345} | /keystore/passwordUrl:"
            + " expected a string, found a protected value",
        "'retainedVersions': -1"
            + " | /retainedVersions: expected a whole number from 0, or \"all\", found -1",
        "'retainedVersions': 'two'"
            + " | /retainedVersions: expected a whole number from 0, or \"all\", found \"two\"",
        "'links': 'hard' | /links: expected absolute or relative, found \"hard\"",
        "'versions': 3 | /versions: expected a string, found 3",
        "'versions': 'none' | /versions: expected visible or hidden, found \"none\"",
        "'links': true | /links: expected a string, found true",
        "'acls': ['www-data'] | /acls/0: expected an object with user or group, found \"www-data\"",
        "'acls': [{}] | /acls/0: expected user or group or both, found neither",
        "'acls': [{'user': '', 'group': null}]"
            + " | /acls/0: expected user or group or both, found neither",
        "'acls': [{'user': 'x'}, {'user': true}]"
            + " | /acls/1/user: expected a string, found true",
        "'acls': {'user': 'a:b'} | /acls/user:"
            + " expected the name or number of one user, found \"a:b\"",
        "'acls': [{'group': '-R'}] | /acls/0/group:"
            + " expected the name or number of one group, found \"-R\"",
      })
  void parse_whatCannotBeMeant_refusedInEveryPlace(String member, String problem) {
    assertEquals(List.of(ENTRY + problem), errors("", member));
    assertEquals(List.of(AT + problem), errors(member, ""));
  }

  @Test
  void parse_badDefaultThatNobodyUses_refused() {
    assertEquals(
        List.of(AT + "/layout: expected combined, split or certbot, found \"foo\""),
        errors("'layout': 'foo'", "'layout': 'split'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'type': 'pkcs12', ", "'type': 'PKCS12', ", "'type': '', ", ""})
  void parse_keystoreOfPkcs12_isRead(String type) throws Exception {
    String member = "'keystore': {" + type + PASSWORD + "}";

    assertEquals(Optional.of(PKCS12), of("", member).keystore());
    assertEquals(Optional.of(PKCS12), of(member, "").keystore());
  }

  @Test
  void parse_keystoreOfBoth_isMergedByMember() throws Exception {
    assertEquals(
        Optional.of(JKS),
        of("'keystore': {" + PASSWORD + "}", "'keystore': {'type': 'jks'}").keystore());
  }

  @Test
  void parse_whatACertificateSaysOfItsPassword_replacesTheDefault() throws Exception {
    Keystore open = new Keystore(Keystore.Type.PKCS12, Optional.empty());
    String without = "'keystore': {'withoutPassword': true}";
    String with = "'keystore': {" + PASSWORD + "}";

    assertEquals(Optional.of(open), of(with, without).keystore());
    assertEquals(Optional.of(PKCS12), of(without, with).keystore());
    assertEquals(Optional.of(open), of(without, "'keystore': {'type': 'pkcs12'}").keystore());
    assertEquals(
        Optional.of(JKS), of(without, "'keystore': {'type': 'jks', " + PASSWORD + "}").keystore());
    assertEquals(
        Optional.of(PKCS12),
        of("", "'keystore': {'withoutPassword': 'false', " + PASSWORD + "}").keystore());
  }

  @Test
  void parse_chainOfBoth_ownWins() throws Exception {
    assertEquals(ChainExtent.FULL, of("", "").chain());
    assertEquals(ChainExtent.WITHOUT_ROOT, of("'chain': 'withoutroot'", "").chain());
    assertEquals(ChainExtent.FULL, of("'chain': 'withoutRoot'", "'chain': 'full'").chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''"})
  void parse_keystoreNotSet_none(String json) throws Exception {
    assertEquals(Optional.empty(), of("", "'keystore': " + json).keystore());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "\"' 3 '\", 3"})
  void parse_retainedVersions_isRead(String json, int count) throws Exception {
    String member = "'retainedVersions': " + json.replace("\"", "");

    assertEquals(OptionalInt.of(count), of("", member).retainedVersions());
    assertEquals(OptionalInt.of(count), of(member, "").retainedVersions());
    assertEquals(OptionalInt.empty(), of(member, "'retainedVersions': 'all'").retainedVersions());
  }

  @ParameterizedTest
  @CsvSource({"relative, RELATIVE", "' Relative ', RELATIVE", "absolute, ABSOLUTE", "'', ABSOLUTE"})
  void parse_links_areRead(String name, LinkTargets targets) throws Exception {
    String member = "'links': '" + name + "'";

    assertEquals(targets, of("", member).linkTargets());
    assertEquals(targets, of(member, "").linkTargets());
    assertEquals(LinkTargets.ABSOLUTE, of(member, "'links': 'absolute'").linkTargets());
  }

  @ParameterizedTest
  @CsvSource({"hidden, HIDDEN", "' HIDDEN ', HIDDEN", "visible, VISIBLE", "'', VISIBLE"})
  void parse_versions_areRead(String name, Versions versions) throws Exception {
    String member = "'versions': '" + name + "'";

    assertEquals(versions, of("", member).versions());
    assertEquals(versions, of(member, "").versions());
    assertEquals(Versions.VISIBLE, of(member, "'versions': 'visible'").versions());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'user': 'www-data', 'group': 'ssl-cert'}]",
        "{'user': 'www-data', 'group': 'ssl-cert'}",
        "[{'user': ' www-data '}, {'group': 'ssl-cert'}, {'user': 'www-data', 'group': ''}]",
      })
  void parse_aclsWithoutAclEnabled_applied(String acls) throws Exception {
    List<Grant> grants =
        List.of(new Grant(Grant.Kind.USER, "www-data"), new Grant(Grant.Kind.GROUP, "ssl-cert"));

    assertEquals(grants, of("", "'acls': " + acls).grants());
    assertEquals(grants, of("'acls': " + acls, "").grants());
    assertEquals(grants, of("'aclEnabled': 'true'", "'acls': " + acls).grants());
  }

  @Test
  void parse_aclOfANumber_isKept() throws Exception {
    assertEquals(
        List.of(new Grant(Grant.Kind.USER, "33")), of("", "'acls': [{'user': 33}]").grants());
  }

  @Test
  void parse_emptyAcls_overrideTheDefault() throws Exception {
    assertEquals(List.of(), of("'acls': [{'user': 'x'}]", "'acls': []").grants());
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "'False'"})
  void parse_aclsDisabled_offWithAWarning(String disabled) throws Exception {
    ParsedSettings parsed = parse("'aclEnabled': " + disabled, "'acls': [{'user': 'x'}]");

    assertEquals(List.of(), parsed.settings().certificates().get(0).placement().grants());
    assertEquals(
        List.of(AT + "/aclEnabled: false, so no acls are applied"), Parsed.warnings(parsed));
  }

  @Test
  void parse_aclsDisabledAndNone_noWarning() throws Exception {
    assertEquals(List.of(), parse("'aclEnabled': false", "'acls': []").warnings());
  }

  @Test
  void parse_unknownKeysOfNewObjects_nearestNameIsSuggested() throws Exception {
    assertEquals(
        List.of(
            ENTRY + "/keystore/passwordURL: unknown key, ignored; did you mean passwordUrl?",
            ENTRY + "/acls/0/users: unknown key, ignored; did you mean user?"),
        Parsed.warnings(
            parse(
                "",
                "'keystore': {'passwordURL': 'x', "
                    + PASSWORD
                    + "}, 'acls': [{'users': 'x', 'user': 'y'}]")));
  }

  private static Keystore keystore(Keystore.Type type) {
    Vault vault = new Vault("p.vault.azure.net", Vault.HTTPS);
    return new Keystore(type, new SecretIdentifier(vault, "pw", Optional.empty()));
  }

  private static Placement of(String forAll, String own) throws Exception {
    return parse(forAll, own).settings().certificates().get(0).placement();
  }

  private static ParsedSettings parse(String forAll, String own) throws Exception {
    return Parsed.parse(json(forAll, own));
  }

  private static List<String> errors(String forAll, String own) {
    return Parsed.errors(json(forAll, own));
  }

  private static String json(String forAll, String own) {
    return "{'secretsManagementSettings': {"
        + (forAll.isEmpty() ? "" : forAll + ", ")
        + "'observedCertificates': [{'url': 'https://a.vault.azure.net/secrets/x'"
        + (own.isEmpty() ? "" : ", " + own)
        + "}]}}";
  }
}
