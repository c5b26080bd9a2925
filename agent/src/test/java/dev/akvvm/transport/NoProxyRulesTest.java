package dev.akvvm.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoProxyRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                          | contoso.vault.azure.net | true",
        "vault.azure.net            | contoso.vault.azure.net | true",
        ".vault.azure.net           | contoso.vault.azure.net | true",
        ".vault.azure.net           | vault.azure.net         | true",
        "*.vault.azure.net          | contoso.vault.azure.net | true",
        "contoso.vault.azure.net    | contoso.vault.azure.net | true",
        "CONTOSO.vault.azure.net.   | contoso.vault.azure.net | true",
        "localhost, .azure.net      | contoso.vault.azure.net | true",
        "localhost .azure.net       | contoso.vault.azure.net | true",
        "azure.net:443              | contoso.vault.azure.net | true",
        "azure.net:8443             | contoso.vault.azure.net | false",
        "toso.vault.azure.net       | contoso.vault.azure.net | false",
        "vault.azure.cn             | contoso.vault.azure.net | false",
        "10.0.0.4                   | 10.0.0.4                | true",
        "10.0.0.4:443               | 10.0.0.4                | true",
        "10.0.0.0/8                 | 10.1.2.3                | true",
        "10.0.0.0/8                 | 11.1.2.3                | false",
        "10.0.0.0/31                | 10.0.0.2                | false",
        "10.0.0.0/40                | 10.0.0.2                | false",
        "0.0.0.4                    | 10.0.0.4                | false",
        "::1                        | [::1]                   | true",
        "[::1]                      | [::1]                   | true",
        "[::1]:443                  | [::1]                   | true",
        "[::1]:80                   | [::1]                   | false",
        "fd00::/8                   | [fd00:1::2]             | true",
        "fd00::/8                   | [fe00:1::2]             | false",
        "10.0.0.0/8                 | [::1]                   | false",
        "10.0.0.0/8                 | contoso.vault.azure.net | false",
        ",                          | contoso.vault.azure.net | false",
        ".                          | contoso.vault.azure.net | false"
      })
  void covers_entriesAsCurlHasThem_sameAnswer(String list, String host, boolean expected) {
    assertEquals(expected, NoProxyRules.of(list).covers(host, 443));
  }
}
