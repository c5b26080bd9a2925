package dev.akvvm.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeystorePasswordTest {
  @ParameterizedTest
  @ValueSource(strings = {"change it", "change it\n", "change it\r\n"})
  void of_endOfLine_isNoPartOfIt(String secret) {
    KeystorePassword phrase = KeystorePassword.of(secret);

    assertEquals("change it", phrase.value());
    assertEquals(Optional.empty(), phrase.problem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void objection_nothingInIt_saysSo(String secret) {
    assertTrue(KeystorePassword.of(secret).problem().orElseThrow().startsWith("the password is e"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\tb", "\u007f"})
  void objection_controlCharacters_saysSo(String secret) {
    assertTrue(KeystorePassword.of(secret).problem().orElseThrow().contains("control characters"));
  }

  @Test
  void objection_blanks_areAPasswordLikeAnyOther() {
    assertEquals(Optional.empty(), KeystorePassword.of("  ").problem());
  }

  @Test
  void toString_hidesIt() {
    assertFalse(KeystorePassword.of("hunter2").toString().contains("hunter2"));
  }
}
