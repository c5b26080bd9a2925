package dev.akvvm.parser;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One file of {@code test-fixtures/settings}. */
record SettingsFixture(Path file) {
  private static final Path FOLDER = Path.of("../test-fixtures/settings");

  static Stream<SettingsFixture> usable() {
    return in("usable");
  }

  static Stream<SettingsFixture> refused() {
    return in("refused");
  }

  private static Stream<SettingsFixture> in(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(SettingsFixture::new)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a schema cannot say of refused fixtures: the reason by their name. */
  static Map<String, String> beyondSchema() throws IOException {
    return Files.readAllLines(FOLDER.resolve("beyond-schema.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(": ", 2))
        .collect(toMap(line -> line[0], line -> line[1]));
  }

  String name() {
    return String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
  }

  String text() throws IOException {
    return Files.readString(file);
  }

  /** The lines of the file beside it; none where there is no such file. */
  List<String> expected(String extension) throws IOException {
    Path beside = file.resolveSibling(name() + extension);
    return Files.exists(beside) ? Files.readAllLines(beside) : List.of();
  }

  /** What an operator writes, without the guest agent's envelopes; empty where it is not JSON. */
  Optional<JsonNode> settings() throws IOException {
    try {
      JsonNode settings = JsonText.parse(text());
      while (settings.has("runtimeSettings")) {
        settings = settings.at("/runtimeSettings/0/handlerSettings/publicSettings");
      }
      return Optional.of(settings).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
