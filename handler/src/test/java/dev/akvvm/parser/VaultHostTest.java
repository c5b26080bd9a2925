package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are vaults, which may be, and which cannot. */
final class VaultHostTest {
  private static final String URL = "/secretsManagementSettings/observedCertificates: ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "con.vault.azure.net",
        "CON.Vault.Azure.Net",
        "con.vault.azure.net.",
        "con.vault.azure.cn",
        "con.vault.usgovcloudapi.net",
        "con.vault.microsoftazure.de",
        "con.vault.sovcloud-api.fr",
      })
  void parse_hostOfKeyVault_silentAndLowerCase(String host) throws Exception {
    ParsedSettings parsed = parse(host);

    assertEquals(List.of(), parsed.warnings());
    String used = parsed.settings().certificates().get(0).vault().host();
    assertEquals(host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""), used);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:8443 | localhost | ''",
        "10.0.0.4 | 10.0.0.4 | ''",
        "[::1]:8443 | [::1] | ''",
        "con.example.org | con.example.org | ''",
        "vault.azure.net | vault.azure.net | ''",
        "con.vaults.azure.net | con.vaults.azure.net"
            + " | '; did you mean \"con.vault.azure.net\"?'",
      })
  void parse_otherHost_usedWithAWarning(String authority, String host, String hint)
      throws Exception {
    assertEquals(
        List.of(URL + "the host \"" + host + "\" is not a Key Vault host, used anyway" + hint),
        Parsed.warnings(parse(authority)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "169.254.169.254 | 169.254.169.254",
        "169.254.169.254:443 | 169.254.169.254",
        "168.63.129.16 | 168.63.129.16",
        "[fe80::1] | [fe80::1]",
        "[fd00:ec2::254] | [fd00:ec2::254]",
        "[::ffff:169.254.169.254] | [::ffff:169.254.169.254]",
        "[FD00:0EC2:0:0:0:0:0:254] | [fd00:0ec2:0:0:0:0:0:254]",
      })
  void parse_metadataService_refused(String authority, String host) {
    assertEquals(
        List.of(
            URL
                + "the host \""
                + host
                + "\" is the machine's metadata service, not a vault:"
                + " expected <vault>.vault.azure.net"),
        errors(authority));
  }

  @ParameterizedTest
  @CsvSource({
    "con.privatelink.vaultcore.azure.net, con.vault.azure.net",
    "con.vaultcore.azure.net, con.vault.azure.net",
    "Con.PrivateLink.VaultCore.Azure.net, con.vault.azure.net",
    "con.privatelink.vaultcore.azure.cn, con.vault.azure.cn",
    "con.privatelink.vaultcore.usgovcloudapi.net, con.vault.usgovcloudapi.net"
  })
  void parse_privateLink_refusedWithTheNameToUse(String host, String vault) {
    assertEquals(
        List.of(
            URL
                + "the host \""
                + host.toLowerCase(Locale.ROOT)
                + "\" is a private link's: use "
                + vault
                + ", which the private DNS zone leads to the private endpoint"),
        errors(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"con.managedhsm.azure.net", "con.managedhsm.usgovcloudapi.net"})
  void parse_managedHsm_refusedWithTheReason(String host) {
    assertEquals(
        List.of(
            URL
                + "the host \""
                + host
                + "\" is a Managed HSM, which holds no certificates:"
                + " expected <vault>.vault.azure.net, a vault"),
        errors(host));
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 64})
  void parse_firstLabel_endsWithDns(int length) throws Exception {
    String host = "v".repeat(length) + ".vault.azure.net";
    if (length == 63) {
      parse(host);
    } else {
      assertEquals(1, errors(host).size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me:hunter2@con.vault.azure.net",
        "me@con.vault.azure.net",
      })
  void parse_userInfo_refusedWithoutShowingIt(String authority) {
    assertEquals(
        List.of(
            URL
                + "a user name or password before the host is not used: expected"
                + " https://<vault>.vault.azure.net/secrets/<name>[/<version>]"),
        errors(authority));
    assertEquals(
        List.of(
            URL
                + "\"http://***@con.vault.azure.net/secrets/web\" is not an https URL with a host:"
                + " expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]"),
        Parsed.errors(
            "{'secretsManagementSettings': {'observedCertificates': 'http://"
                + authority
                + "/secrets/web'}}"));
  }

  @Test
  void parse_passwordWithAnAtSign_isNotShownEither() {
    assertEquals(
        List.of(
            URL
                + "\"https://***@con.vault.azure.net/secrets/web\" is not an https URL with a host:"
                + " expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]"),
        errors("me:hunter@2@con.vault.azure.net"));
  }

  private static ParsedSettings parse(String authority) throws Exception {
    return Parsed.secrets("'observedCertificates': 'https://" + authority + "/secrets/web'");
  }

  private static List<String> errors(String authority) {
    return Parsed.errors(
        "{'secretsManagementSettings': {'observedCertificates': 'https://"
            + authority
            + "/secrets/web'}}");
  }
}
