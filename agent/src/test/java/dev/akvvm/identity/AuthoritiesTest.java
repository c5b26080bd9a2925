package dev.akvvm.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.Vault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthoritiesTest {
  private static final EnvironmentVariables NONE = new EnvironmentVariables(Map.of());

  @ParameterizedTest
  @CsvSource({
    "https://vault.azure.net, https://login.microsoftonline.com/",
    "https://vault.azure.cn, https://login.chinacloudapi.cn/",
    "https://contoso.vault.azure.cn, https://login.chinacloudapi.cn/",
    "https://contoso.vault.azure.net, https://login.microsoftonline.com/",
    "https://vault.example.com, https://login.microsoftonline.com/",
    "https://myvault.azure.cn, https://login.microsoftonline.com/"
  })
  void of_audience_isItsCloudsLogin(String audience, String login) {
    assertEquals(login, Authorities.of(audience, NONE));
  }

  @Test
  void of_eachCloud_isALoginOfItsOwn() {
    assertEquals(
        Vault.SUFFIXES.size(),
        Vault.SUFFIXES.stream()
            .map(suffix -> Authorities.of("https://" + suffix, NONE))
            .distinct()
            .count());
  }
}
