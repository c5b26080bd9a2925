package dev.akvvm.waagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtectedSettingsTest {
  private static final String SECRET = "{\"password\": \"hunter2-\u00fc\"}";

  private final AzureVm vm;

  ProtectedSettingsTest(@TempDir Path folder) throws Exception {
    this.vm = new AzureVm(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cms -des3",
        "cms -aes128",
        "cms -aes192",
        "cms -aes256",
        "cms -aes256 -keyid",
        "cms -aes256 -stream",
        "cms -aes256 -recip vm.crt -keyopt rsa_padding_mode:oaep",
        "cms -des3 -recip vm.crt -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256",
        "smime -des3",
        "smime -aes128",
        "smime -aes256"
      })
  void read_encryptedByOpenSsl_isDecrypted(String options) throws Exception {
    SettingsFile read = vm.read(quoted(vm.encrypt(SECRET, options.split(" "))));

    assertEquals("hunter2-\u00fc", protectedOf(read).path("password").asText());
    assertEquals(1, read.publicSettings().path("a").asInt());
  }

  @Test
  void read_largeOnes_areWhole() throws Exception {
    String text = "\"" + "x".repeat(300_000) + "\"";

    assertEquals(
        300_000,
        protectedOf(vm.read(quoted(vm.encrypt(text, "cms", "-aes256")))).asText().length());
  }

  @Test
  void read_textThatHoldsAnObject_staysText() throws Exception {
    SettingsFile read = vm.read(quoted(vm.encrypt("\"{\\\"a\\\": 1}\"", "cms", "-aes256")));

    assertEquals("{\"a\": 1}", protectedOf(read).textValue());
  }

  @Test
  void read_severalRecipients_oursIsFound() throws Exception {
    vm.certificate("other");

    String text = vm.encrypt(SECRET, "cms", "-aes256", "-recip", "other.crt", "-recip", "vm.crt");

    assertEquals("hunter2-\u00fc", protectedOf(vm.read(quoted(text))).path("password").asText());
  }

  @Test
  void read_otherForms_areReadToo() throws Exception {
    String text = vm.encrypt(SECRET, "cms", "-aes256");
    String thumbprint = quoted(vm.thumbprint().toLowerCase(Locale.ROOT));
    vm.openSsl("rsa", "-traditional", "-in", vm.keyFile().toString(), "-out", "pkcs1");
    Files.move(
        vm.keyFile().resolveSibling("pkcs1"), vm.keyFile(), StandardCopyOption.REPLACE_EXISTING);

    SettingsFile read =
        vm.read("null", quoted(text.replaceAll("(.{64})", "$1\\\\r\\\\n ")), thumbprint);

    assertEquals("hunter2-\u00fc", protectedOf(read).path("password").asText());
    assertEquals("{}", read.publicSettings().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\" \\n\""})
  void read_nothing_isNoneAndNeedsNoKey(String nothing) throws Exception {
    Files.delete(vm.keyFile());

    assertEquals(Optional.empty(), vm.read("{}", nothing, "null").protectedSettings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null"})
  void read_nothingEncrypted_isNone(String nothing) throws Exception {
    SettingsFile read = vm.read(quoted(vm.encrypt(nothing, "cms", "-aes256")));

    assertEquals(Optional.empty(), read.protectedSettings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | expected text in base64",
        "{\"a\": 1} | expected text in base64",
        "\"%%%%\" | is not base64",
        "\"aHVudGVyMg==\" | is not a CMS envelope",
        "\"MAA=\" | is not a CMS envelope",
        "\"MBEGCSqGSIb3DQEHAaAEBAJoaQ==\" | is not a CMS envelope"
      })
  void read_noEnvelope_messageSaysSo(String settings, String problem) {
    assertEquals(place() + problem, message(() -> vm.read(settings)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"\"", "7", "\"../../../../../../../../../../../../etc/shadow\""})
  void read_noThumbprint_messageSaysSo(String thumbprint) throws Exception {
    String text = quoted(vm.encrypt(SECRET, "cms", "-aes256"));

    assertEquals(
        place()
            + "protectedSettingsCertThumbprint beside it does not name the certificate they were"
            + " encrypted for",
        message(() -> vm.read("{}", text, thumbprint)));
  }

  @Test
  void read_keyIsMissing_messageNamesItAndWhatToDo() throws Exception {
    String text = quoted(vm.encrypt(SECRET, "cms", "-aes256"));
    Files.delete(vm.keyFile());

    assertEquals(
        place()
            + "the key waagent keeps for protectedSettings, "
            + vm.keyFile()
            + ", is missing: restart waagent to fetch it",
        message(() -> vm.read(text)));
  }

  @Test
  void read_keyIsADirectory_messageNamesIt() throws Exception {
    String text = quoted(vm.encrypt(SECRET, "cms", "-aes256"));
    Files.delete(vm.keyFile());
    Files.createDirectory(vm.keyFile());

    assertEquals(
        place()
            + "the key waagent keeps for protectedSettings, "
            + vm.keyFile()
            + ", cannot be read: is not a regular file",
        message(() -> vm.read(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"another", "text", "certificate", "elliptic", "empty", "damaged"})
  void read_wrongKey_messageNamesIt(String kind) throws Exception {
    String text = vm.encrypt(SECRET, "cms", "-aes256");
    Path key = vm.keyFile();
    switch (kind) {
      case "another" -> vm.openSsl("genrsa", "-out", key.toString(), "2048");
      case "text" -> Files.writeString(key, "hunter2");
      case "certificate" -> vm.openSsl("x509", "-in", "vm.crt", "-out", key.toString());
      case "elliptic" -> vm.openSsl("ecparam", "-genkey", "-name", "P-256", "-out", key.toString());
      case "empty" -> Files.writeString(key, "");
      default -> text = damaged(text);
    }
    String settings = quoted(text);

    assertEquals(
        place()
            + "cannot be decrypted with the key waagent keeps for them, "
            + key
            + ": one of the two is damaged, or they were encrypted for another key; apply the"
            + " settings again",
        message(() -> vm.read(settings)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hunter2 | decrypted: line 1, column 1: not JSON",
        "{\"a\": | decrypted: line 1, column 6: not JSON: it ends too early",
        "[\"hunter2\"] | decrypted: expected a JSON object",
        "true | decrypted: expected a JSON object"
      })
  void read_decryptedIsNoObject_messageSaysSoAndShowsNothing(String text, String problem)
      throws Exception {
    String settings = quoted(vm.encrypt(text, "cms", "-aes256"));

    assertEquals(place() + problem, message(() -> vm.read(settings)));
  }

  @Test
  void toString_secretSettings_areNotShown() throws Exception {
    SettingsFile read = vm.read(quoted(vm.encrypt(SECRET, "cms", "-aes256")));

    assertFalse(read.toString().contains("hunter2"), read.toString());
  }

  private String place() {
    return vm.settingsFile() + ": " + SettingsFile.PROTECTED_SETTINGS + ": ";
  }

  /** Within the encrypted key, which stands before a content of some 80 bytes. */
  private static String damaged(String base64) {
    byte[] envelope = Base64.getDecoder().decode(base64);
    envelope[envelope.length - 150] ^= 1;
    return Base64.getEncoder().encodeToString(envelope);
  }

  private static JsonNode protectedOf(SettingsFile file) {
    return file.protectedSettings().orElseThrow();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String message(Executable read) {
    return assertThrows(UnusableFileException.class, read).getMessage();
  }
}
