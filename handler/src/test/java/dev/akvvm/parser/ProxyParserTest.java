package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.ExtensionSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProxyParserTest {
  private static final String CERTIFICATE =
      "\"secretsManagementSettings\":"
          + " {\"observedCertificates\": [\"https://a.vault.azure.net/secrets/x\"]}";

  @Test
  void parse_proxy_urlAndBypass() throws Exception {
    assertEquals(
        Optional.of(
            new ExtensionSettings.Proxy(
                URI.create("http://proxy:3128"), List.of("*.internal", "10.0.0.0/8", "x"))),
        open(
            "{\"url\": \" http://proxy:3128 \", \"bypass\": [\"*.internal, 10.0.0.0/8\", \"x\"]}"));
  }

  @Test
  void parse_nothingSet_isEmpty() throws Exception {
    assertEquals(Optional.empty(), open("{\"url\": \"\", \"bypass\": null}"));
    assertEquals(Optional.empty(), open("null"));
  }

  @Test
  void parse_credentialsInPublic_refusedWithoutShowingThem() {
    SettingsRejectedException e =
        assertThrows(
            SettingsRejectedException.class,
            () -> open("{\"url\": \"http://me:hunter2@proxy:1\"}"));
    assertTrue(String.valueOf(e.getMessage()).contains("protectedSettings"), e.getMessage());
    assertFalse(String.valueOf(e.getMessage()).contains("hunter2"), e.getMessage());
  }

  @Test
  void parse_credentialsInProtected_areUsedAndNeverShown() throws Exception {
    ExtensionSettings.Proxy proxy =
        SettingsParser.parse(
                JsonText.parse("{" + CERTIFICATE + "}"),
                "",
                Optional.of(
                    JsonText.parse(
                        "{\"proxySettings\": {\"url\": \"http://me:hunter2@proxy:1\"}}")),
                "")
            .settings()
            .proxy()
            .orElseThrow();
    assertEquals("me:hunter2", proxy.url().getUserInfo());
    assertFalse(proxy.toString().contains("hunter2"));
  }

  private static Optional<ExtensionSettings.Proxy> open(String proxy) throws Exception {
    return SettingsParser.parse(
            JsonText.parse("{" + CERTIFICATE + ", \"proxySettings\": " + proxy + "}"), "")
        .settings()
        .proxy();
  }
}
