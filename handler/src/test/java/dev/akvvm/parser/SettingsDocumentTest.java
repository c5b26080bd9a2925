package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps docs/settings.md, and the examples of docs/secrets.md, at one with the parser. */
final class SettingsDocumentTest {
  private static final Pattern EXAMPLE = Pattern.compile("```json\n([^`]*)```");

  private final String text;

  SettingsDocumentTest() throws IOException {
    text = Files.readString(Path.of("../docs/settings.md"));
  }

  @ParameterizedTest
  @CsvSource({"settings.md, 4", "secrets.md, 4"})
  void document_examples_canBeUsedWithoutAWarning(String name, int count) throws Exception {
    String document = Files.readString(Path.of("../docs").resolve(name));
    List<MatchResult> examples = EXAMPLE.matcher(document).results().toList();

    assertEquals(count, examples.size());
    for (MatchResult example : examples) {
      assertEquals(List.of(), SettingsText.parse(example.group(1)).warnings());
    }
  }

  /** Entries of observedCertificates; what has no url is another program's configuration. */
  @Test
  void consumersDocument_entries_canBeUsedWithoutAWarning() throws Exception {
    List<String> entries =
        EXAMPLE
            .matcher(Files.readString(Path.of("../docs/consumers.md")))
            .results()
            .map(example -> example.group(1))
            .filter(example -> example.contains("\"url\""))
            .toList();

    assertEquals(11, entries.size());
    for (String entry : entries) {
      String settings =
          "{\"secretsManagementSettings\": {\"observedCertificates\": [" + entry + "]}}";
      assertEquals(List.of(), SettingsText.parse(settings).warnings(), entry);
    }
  }

  @ParameterizedTest
  @EnumSource
  void document_keys_areAllThere(KnownKeys keys) {
    for (String name : keys.names()) {
      assertTrue(text.contains("`" + name + "`") || text.contains("\"" + name + "\": "), name);
    }
  }
}
