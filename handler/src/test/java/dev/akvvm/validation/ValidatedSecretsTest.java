package dev.akvvm.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How plain secrets and authorities are shown before they are deployed. */
final class ValidatedSecretsTest {
  private static final String SETTINGS =
      """
      {"secretsManagementSettings": {
        "certificateStoreLocation": "/etc/app",
        "observedCertificates": [
          {"url": "https://con.vault.azure.net/secrets/ca", "content": "caBundle",
           "customSymbolicLinkName": "ca.crt"}],
        "observedSecrets": [
          {"url": "https://con.vault.azure.net/secrets/db", "encoding": "base64",
           "acls": [{"user": "app"}]},
          {"envFile": {"DB": "https://con.vault.azure.net/secrets/db",
                       "API": "https://fab.vault.azure.net/secrets/api"},
           "customSymbolicLinkName": "app.env", "onRenewal": {"restart": ["app"]}}]}}
      """;

  private final ValidationResult result = ValidationResult.of(SETTINGS.getBytes(UTF_8));

  @Test
  void text_secrets_areLinesLikeCertificates() {
    assertEquals(
        List.of(
            "https://con.vault.azure.net/secrets/ca -> /etc/app/ca.crt (caBundle; read by everyone;"
                + " identity: the machine's own)",
            "https://con.vault.azure.net/secrets/db -> /etc/app/con.db (secret; read by root, user"
                + " app; identity: the machine's own)",
            "API=https://fab.vault.azure.net/secrets/api, DB=https://con.vault.azure.net/secrets/db"
                + " -> /etc/app/app.env (envFile; read by root; identity: the machine's own; on"
                + " renewal: restart app.service)"),
        ValidationText.certificates(result));
  }

  @Test
  void json_secrets_areAListOfTheirOwn() throws Exception {
    ObjectMapper json = new ObjectMapper();

    assertEquals(
        json.readTree(
            """
            {"valid": true, "problems": [],
             "certificates": [
               {"url": "https://con.vault.azure.net/secrets/ca", "links": ["/etc/app/ca.crt"],
                "layout": "caBundle", "acls": []}],
             "secrets": [
               {"url": "https://con.vault.azure.net/secrets/db", "encoding": "base64",
                "links": ["/etc/app/con.db"], "layout": "secret", "acls": [{"user": "app"}]},
               {"envFile": {"API": "https://fab.vault.azure.net/secrets/api",
                            "DB": "https://con.vault.azure.net/secrets/db"},
                "links": ["/etc/app/app.env"], "layout": "envFile", "acls": [],
                "onRenewal": {"restart": ["app.service"], "timeoutInS": 60}}]}
            """),
        json.readTree(ValidationJson.of(result)));
  }
}
