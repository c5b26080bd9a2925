package dev.akvvm.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeystorePhraseTest {
  @ParameterizedTest
  @ValueSource(strings = {"change it", "change it\n", "change it\r\n"})
  void of_endOfLine_isNoPartOfIt(String secret) {
    KeystorePhrase phrase = KeystorePhrase.of(secret);

    assertEquals("change it", phrase.value());
    assertEquals(Optional.empty(), phrase.objection());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void objection_nothingInIt_saysSo(String secret) {
    assertTrue(KeystorePhrase.of(secret).objection().orElseThrow().startsWith("the password is e"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\tb", "\u007f"})
  void objection_controlCharacters_saysSo(String secret) {
    assertTrue(KeystorePhrase.of(secret).objection().orElseThrow().contains("control characters"));
  }

  @Test
  void objection_blanks_areAPasswordLikeAnyOther() {
    assertEquals(Optional.empty(), KeystorePhrase.of("  ").objection());
  }

  @Test
  void toString_hidesIt() {
    assertFalse(KeystorePhrase.of("hunter2").toString().contains("hunter2"));
  }
}
