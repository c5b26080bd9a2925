package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.UserAssignedIdentity;
import dev.akvvm.settings.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What entries of observedSecrets, and authorities, are read as. */
final class SecretParserTest {
  private static final Path STORE = Path.of("/var/lib/waagent/Microsoft.Azure.KeyVault.Store");
  private static final SecretIdentifier DB =
      new SecretIdentifier(new Vault("contoso.vault.azure.net", 443), "db", Optional.empty());
  private static final SecretIdentifier API =
      new SecretIdentifier(new Vault("fabrikam.vault.azure.net", 443), "api", Optional.empty());

  private static Placement usual(Layout layout, String link) {
    return new Placement(STORE, link, layout, Optional.empty(), OptionalInt.empty(), List.of());
  }

  private static ObservedCertificate secret(String entry) throws Exception {
    List<ObservedCertificate> all =
        Parsed.secrets("'observedSecrets': " + entry).settings().certificates();
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  void url_alone_isRawAndNamedAfterVaultAndSecret() throws Exception {
    assertEquals(
        new ObservedCertificate(
            DB,
            OnDisabled.FAIL,
            Optional.empty(),
            usual(Layout.SECRET, "contoso.db"),
            new Content.PlainSecret(Encoding.RAW),
            OnRenewal.NOTHING),
        secret("'https://contoso.vault.azure.net/secrets/db'"));
  }

  @Test
  void object_everyKey_isReadAsForACertificate() throws Exception {
    ObservedCertificate read =
        secret(
            """
            [{'url': 'https://contoso.vault.azure.net/secrets/db', 'encoding': 'base64',
              'certificateStoreLocation': '/etc/app', 'customSymbolicLinkName': 'db.key',
              'acls': [{'user': 'app'}], 'retainedVersions': 1,
              'authenticationOverride': {'msiClientId': '00000000-aaaa-bbbb-cccc-000000000002'},
              'onRenewal': {'restart': ['app']}}]
            """);

    assertEquals(new Content.PlainSecret(Encoding.BASE64), read.content());
    assertEquals(Path.of("/etc/app/db.key"), read.link());
    assertEquals("user app", read.placement().grants().getFirst().toString());
    assertEquals(OptionalInt.of(1), read.placement().retainedVersions());
    assertEquals(
        Optional.of(new UserAssignedIdentity("00000000-aaaa-bbbb-cccc-000000000002")),
        read.identity());
    assertEquals(List.of("app.service"), read.onRenewal().restart());
  }

  @Test
  void defaults_forCertificates_holdWhereTheyMeanSomething() throws Exception {
    ObservedCertificate read =
        Parsed.secrets(
                """
                'certificateStoreLocation': '/etc/app', 'acls': [{'group': 'app'}],
                'layout': 'split', 'retainedVersions': 2, 'onRenewal': {'reload': ['nginx']},
                'keystore': {'passwordUrl': 'https://contoso.vault.azure.net/secrets/p'},
                'observedSecrets': ['https://contoso.vault.azure.net/secrets/db']
                """)
            .settings()
            .certificates()
            .getFirst();

    assertEquals(Path.of("/etc/app/contoso.db"), read.link());
    assertEquals(Layout.SECRET, read.placement().layout());
    assertEquals(Optional.empty(), read.placement().keystore());
    assertEquals(1, read.placement().grants().size());
    assertEquals(OptionalInt.of(2), read.placement().retainedVersions());
    assertEquals(List.of("nginx.service"), read.onRenewal().reload());
  }

  @Test
  void envFile_variables_areReadInTheirOrder() throws Exception {
    ObservedCertificate read =
        secret(
            """
            {'envFile': {'DB_PASSWORD': 'https://contoso.vault.azure.net/secrets/db',
                         'API_KEY': 'https://fabrikam.vault.azure.net/secrets/api'},
             'customSymbolicLinkName': 'app.env'}
            """);

    assertEquals(
        new ObservedCertificate(
            API,
            OnDisabled.FAIL,
            Optional.empty(),
            usual(Layout.ENV_FILE, "app.env"),
            new Content.EnvFile(new TreeMap<>(Map.of("DB_PASSWORD", DB, "API_KEY", API))),
            OnRenewal.NOTHING),
        read);
    assertEquals("app.env", read.displayName());
    assertEquals("app.env", read.fileName());
    assertEquals(List.of(API, DB), read.secrets());
    assertEquals(List.of(API.vault(), DB.vault()), List.copyOf(read.vaults()));
    assertEquals("API_KEY=" + API + ", DB_PASSWORD=" + DB, read.source());
  }

  @Test
  void caBundle_inCapitals_hasALayoutOfItsOwn() throws Exception {
    ObservedCertificate read =
        Parsed.certificate(
            "{'url': 'https://contoso.vault.azure.net/secrets/db', 'content': 'CABUNDLE'}");

    assertEquals(new Content.CaBundle(), read.content());
    assertEquals(usual(Layout.CA_BUNDLE, "contoso.db"), read.placement());
    assertEquals("contoso/db", read.displayName());
  }

  @Test
  void noun_ofThoseThereAre() throws Exception {
    ObservedCertificate web = Parsed.certificate("'https://contoso.vault.azure.net/secrets/web'");
    ObservedCertificate db = secret("'https://contoso.vault.azure.net/secrets/db'");

    assertEquals("certificate", ObservedCertificate.noun(List.of(web)));
    assertEquals("certificates", ObservedCertificate.noun(List.of(web, web)));
    assertEquals("secret", ObservedCertificate.noun(List.of(db)));
    assertEquals("secrets", ObservedCertificate.noun(List.of(db, db)));
    assertEquals("certificates and secrets", ObservedCertificate.noun(List.of(web, db)));
  }

  @Test
  void observed_layoutThatCannotHoldTheContent_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ObservedCertificate(DB, Optional.empty(), usual(Layout.SECRET, "contoso.db")));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ObservedCertificate(
                DB,
                OnDisabled.FAIL,
                Optional.empty(),
                usual(Layout.COMBINED, "contoso.db"),
                new Content.CaBundle(),
                OnRenewal.NOTHING));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Content.EnvFile(new TreeMap<>(Map.of("A-B", DB))));
  }

  /** An error says no value that may be a secret, whatever is wrong. */
  @Test
  void errors_valueInPlaceOfAUrl_isNotShown() {
    List<String> errors =
        Parsed.errors(
            """
            {'secretsManagementSettings': {'observedSecrets': [
              'hunter2', {'url': 'hunter2'},
              {'envFile': {'A': 'hunter2'}, 'customSymbolicLinkName': 'a.env'}]}}
            """);

    assertEquals(3, errors.size());
    assertTrue(errors.stream().noneMatch(error -> error.contains("hunter2")), errors.toString());
  }
}
