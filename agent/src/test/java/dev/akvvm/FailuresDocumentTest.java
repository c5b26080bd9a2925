package dev.akvvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps docs/failures.md true: each row is provoked, and each failure that is has a row. */
@Tag("slow")
final class FailuresDocumentTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(.+?)` \\| .+ \\| .+ \\|$");

  @TempDir private Path folder;

  @Test
  void document_rowsAndFailures_matchBothWays() throws Exception {
    List<String> rows =
        ROW.matcher(Files.readString(Path.of("../docs/failures.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    List<String> messages;
    try (ProvokedFailures failures = new ProvokedFailures(folder)) {
      messages = failures.all();
    }

    assertFalse(rows.isEmpty());
    assertEquals(
        List.of(),
        rows.stream().filter(row -> messages.stream().noneMatch(pattern(row))).toList(),
        () -> "rows that nothing provokes; messages:\n" + String.join("\n", messages));
    assertEquals(
        List.of(),
        messages.stream()
            .filter(message -> rows.stream().noneMatch(row -> pattern(row).test(message)))
            .toList(),
        "messages without a row");
  }

  /** Three dots stand for whatever differs. */
  private static Predicate<String> pattern(String row) {
    return Pattern.compile(
            Stream.of(row.split(Pattern.quote("..."), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")))
        .asPredicate();
  }
}
