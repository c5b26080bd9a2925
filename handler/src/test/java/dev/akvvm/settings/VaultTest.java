package dev.akvvm.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultTest {
  @ParameterizedTest
  @FieldSource("dev.akvvm.settings.Vault#SUFFIXES")
  void audiences_vaultOfACloud_areTheCloudsAndItsOwn(String suffix) {
    assertEquals(
        List.of("https://" + suffix, "https://contoso." + suffix),
        new Vault("Contoso." + suffix, 8443).audiences());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault.example.com",
        "example.com",
        "myvault.azure.net",
        "vault.azure.net",
        "10.0.0.4"
      })
  void audiences_anyOtherHost_isItsOwnOnly(String host) {
    assertEquals(List.of("https://" + host), new Vault(host, 443).audiences());
  }
}
