package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnRenewalParserTest {
  private static final String CERTIFICATE =
      "{'url': 'https://a.vault.azure.net/secrets/x', 'onRenewal': ";

  @Test
  void parse_everyKey_isRead() throws Exception {
    assertEquals(
        new OnRenewal(
            List.of("nginx.service", "php8.3-fpm.service"),
            List.of("app@blue.service"),
            List.of("/bin/deploy", " a  b ", "", "7"),
            List.of("nginx", "-t"),
            Duration.ofMinutes(5)),
        of(
            "{'reload': ['nginx', 'php8.3-fpm', 'nginx.service'], 'restart': 'app@blue.service',"
                + " 'run': ['/bin/deploy', ' a  b ', '', 7], 'check': ['nginx', '-t'],"
                + " 'timeoutInS': '300'}"));
  }

  @Test
  void parse_timeoutNotSet_isAMinute() throws Exception {
    assertEquals(Duration.ofMinutes(1), of("{'reload': 'nginx'}").timeout());
  }

  @ParameterizedTest
  @CsvSource({"1", "3600"})
  void parse_timeoutAtABound_isRead(int seconds) throws Exception {
    assertEquals(
        Duration.ofSeconds(seconds),
        of("{'reload': 'nginx', 'timeoutInS': " + seconds + "}").timeout());
  }

  @Test
  void parse_default_holdsWhereACertificateHasNone() throws Exception {
    ExtensionSettings settings =
        Parsed.secrets(
                "'onRenewal': {'reload': 'nginx', 'check': 'true'}, 'observedCertificates':"
                    + " ['https://a.vault.azure.net/secrets/x',"
                    + " {'url': 'https://a.vault.azure.net/secrets/y', 'onRenewal': null},"
                    + " {'url': 'https://a.vault.azure.net/secrets/z', 'onRenewal': {'restart':"
                    + " 'b'}}, {'url': 'https://a.vault.azure.net/secrets/n', 'onRenewal': {}}]")
            .settings();

    List<OnRenewal> all =
        settings.certificates().stream().map(certificate -> certificate.onRenewal()).toList();
    assertEquals(List.of("nginx.service"), all.get(0).reload());
    assertEquals(all.get(0), all.get(1));
    assertEquals(List.of(), all.get(2).reload());
    assertEquals(List.of(), all.get(2).check());
    assertEquals(List.of("b.service"), all.get(2).restart());
    assertEquals(OnRenewal.NOTHING, all.get(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check"})
  void parse_argumentsInProtectedSettings_refusedWithoutShowingThem(String key) throws Exception {
    String open =
        "{'secretsManagementSettings': {'observedCertificates': [" + CERTIFICATE + "{}}]}}";
    String secret =
        "{'secretsManagementSettings': {'onRenewal': {'reload': 'nginx', '"
            + key
            + "': ['/bin/a', 'hunter2']}}}";

    SettingsRejectedException e =
        assertThrows(
            SettingsRejectedException.class,
            () -> SettingsParser.parse(json(open), "", Optional.of(json(secret)), "/protected"));

    assertEquals(1, e.problems().size());
    assertEquals(
        "/protected/secretsManagementSettings/onRenewal/" + key, e.problems().get(0).pointer());
    assertFalse(e.problems().toString().contains("hunter2"));
  }

  @Test
  void parse_unitsInProtectedSettings_areRead() throws Exception {
    String open =
        "{'secretsManagementSettings': {'observedCertificates':"
            + " ['https://a.vault.azure.net/secrets/x']}}";
    String secret = "{'secretsManagementSettings': {'onRenewal': {'reload': 'nginx'}}}";

    ParsedSettings parsed =
        SettingsParser.parse(json(open), "", Optional.of(json(secret)), "/protected");

    assertEquals(
        List.of("nginx.service"), parsed.settings().certificates().get(0).onRenewal().reload());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx.service",
        "a@b.service",
        "dev-disk-by\\x2duuid.device",
        "-.mount",
        "getty@tty1.service",
        "a:b_c.d-1.socket",
        "x.timer"
      })
  void isUnit_nameOfSystemd_true(String name) {
    assertEquals(true, OnRenewal.isUnit(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nginx",
        ".service",
        "a@.service",
        "@a.service",
        "a b.service",
        "a/b.service",
        "a.services",
        "a.service\n",
        "ä.service",
        "a$.service",
        "a;b.service"
      })
  void isUnit_otherText_false(String name) {
    assertEquals(false, OnRenewal.isUnit(name));
  }

  @Test
  void isUnit_lengths_upTo255() {
    assertEquals(true, OnRenewal.isUnit("a".repeat(247) + ".service"));
    assertEquals(false, OnRenewal.isUnit("a".repeat(248) + ".service"));
  }

  private static OnRenewal of(String json) throws Exception {
    return Parsed.certificate("[" + CERTIFICATE + json + "}]").onRenewal();
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
