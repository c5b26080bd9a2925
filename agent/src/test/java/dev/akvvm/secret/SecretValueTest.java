package dev.akvvm.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.testing.NastyValues;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretValueTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2", "", " blanks ", "two\nlines\n", "\0", "gr\u00fc\u00df\ud83d\ude00"})
  void bytes_raw_areTheTextItself(String text) throws Exception {
    assertArrayEquals(text.getBytes(UTF_8), new SecretValue(text).bytes(Encoding.RAW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAEC/w==", "AAEC/w", "AAEC\n/w==\n", " AAEC\r\n/w== "})
  void bytes_base64_areWhatItStandsFor(String text) throws Exception {
    assertArrayEquals(new byte[] {0, 1, 2, -1}, new SecretValue(text).bytes(Encoding.BASE64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2!", "A", "AAEC_w==", "AAEC/w===", "AA=EC"})
  void bytes_notBase64_saysSoAndShowsNothing(String text) {
    UnusableSecretException e =
        assertThrows(
            UnusableSecretException.class, () -> new SecretValue(text).bytes(Encoding.BASE64));

    assertEquals("its value is not base64; store it in base64, or set encoding to raw", e.reason());
  }

  @Test
  void bytes_halfACharacter_isNotReplacedByAnother() {
    UnusableSecretException e =
        assertThrows(
            UnusableSecretException.class, () -> new SecretValue("pass\ud83d").bytes(Encoding.RAW));

    assertTrue(e.reason().contains("half a character"), e.reason());
    assertThrows(
        UnusableSecretException.class, () -> new SecretValue("pass\ud83d").asVariable("NAME"));
  }

  @Test
  void bytes_moreThanAMegabyte_isRefused() {
    SecretValue large = new SecretValue("x".repeat((1 << 20) + 1));

    assertThrows(UnusableSecretException.class, () -> large.bytes(Encoding.RAW));
    assertThrows(UnusableSecretException.class, () -> large.asVariable("NAME"));
  }

  @Test
  void asVariable_nullCharacter_isRefused() {
    UnusableSecretException e =
        assertThrows(
            UnusableSecretException.class, () -> new SecretValue("a\0b").asVariable("NAME"));

    assertTrue(e.reason().contains("null character"), e.reason());
  }

  @Test
  void toString_showsNothing() {
    assertFalse(new SecretValue("hunter2").toString().contains("hunter2"));
  }

  /** Each value by itself, written by a shell of its own without any interpretation. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "sh"})
  void asVariable_nastyValues_shellsReadThemBack(String shell) throws Exception {
    List<String> values = NastyValues.all();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < values.size(); i++) {
      file.writeBytes(new SecretValue(values.get(i)).asVariable("V" + i));
    }
    Path env = Files.write(folder.resolve("app.env"), file.toByteArray());

    Process process =
        new ProcessBuilder(shell, "-c", "set -a; . " + env + "; set +a; exec env -0")
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, process.waitFor(), printed);
    List<String> variables = List.of(printed.split("\0", -1));
    for (int i = 0; i < values.size(); i++) {
      assertTrue(
          variables.contains("V" + i + "=" + values.get(i)),
          shell + ": " + i + ": " + values.get(i));
    }
  }
}
