package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of settings seen in the wild: what is said of it, word for word. */
final class SettingsFixturesTest {

  @ParameterizedTest
  @MethodSource("dev.akvvm.parser.SettingsFixture#usable")
  void parse_usableFixture_theExpectedWarnings(SettingsFixture fixture) throws Exception {
    ParsedSettings parsed = SettingsText.parse(fixture.text());

    assertEquals(fixture.expected(".warnings"), lines(parsed.warnings()));
  }

  @ParameterizedTest
  @MethodSource("dev.akvvm.parser.SettingsFixture#refused")
  void parse_refusedFixture_theExpectedProblems(SettingsFixture fixture) throws Exception {
    String text = fixture.text();
    SettingsRejectedException e =
        assertThrows(SettingsRejectedException.class, () -> SettingsText.parse(text));

    assertEquals(fixture.expected(".problems"), lines(e.problems()));
    assertFalse(e.problems().toString().contains("hunter2"));
  }

  /** Warnings of settings that are refused are told from errors. */
  private static List<String> lines(List<Problem> problems) {
    boolean refused = problems.stream().anyMatch(SettingsFixturesTest::isError);
    return problems.stream()
        .map(
            problem ->
                (problem.pointer().isEmpty() ? "" : problem.pointer() + ": ")
                    + (refused && !isError(problem) ? "warning: " : "")
                    + problem.message())
        .toList();
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }
}
