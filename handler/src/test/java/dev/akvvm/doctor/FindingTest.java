package dev.akvvm.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FindingTest {
  @ParameterizedTest
  @EnumSource
  void parse_whatAnotherProcessWrote_isTheSame(Finding.Result result) {
    Finding finding = new Finding("token", result, "for \"somebody\"");
    assertEquals(Optional.of(finding), Finding.parse(finding.toJson().toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Exception in thread main",
        "{}",
        "[]",
        "{\"step\": \"token\"}",
        "{\"step\": \"token\", \"result\": \"well\"}"
      })
  void parse_anythingElse_isNone(String line) {
    assertEquals(Optional.empty(), Finding.parse(line));
  }

  @Test
  void toString_severalLines_areOne() {
    assertEquals("fix     TLS: two\\nlines", Finding.fix("TLS", "two\nlines").toString());
  }
}
