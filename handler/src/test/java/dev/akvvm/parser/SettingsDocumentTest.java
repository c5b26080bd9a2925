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
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps docs/settings.md at one with the parser. */
final class SettingsDocumentTest {
  private static final Pattern EXAMPLE = Pattern.compile("```json\n([^`]*)```");

  private final String text;

  SettingsDocumentTest() throws IOException {
    text = Files.readString(Path.of("../docs/settings.md"));
  }

  @Test
  void document_examples_canBeUsedWithoutAWarning() throws Exception {
    List<MatchResult> examples = EXAMPLE.matcher(text).results().toList();

    assertEquals(3, examples.size());
    for (MatchResult example : examples) {
      assertEquals(List.of(), SettingsText.parse(example.group(1)).warnings());
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
