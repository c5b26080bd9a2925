package dev.akvvm.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project's version stands in pom.xml; nothing else has it of its own, but the changelog. */
final class VersionTest {
  private static final String VERSION = System.getProperty("project.revision", "");

  @Test
  void scriptVersion_always_printsWhatMavenHas() throws Exception {
    Script version = Script.of(Script.root().resolve("scripts/version"));
    assertEquals(new Execution(0, VERSION + "\n", ""), version.run());
  }

  @Test
  void changelog_newestSection_isOfThisVersion() throws IOException {
    try (Stream<String> lines = Files.lines(Script.root().resolve("CHANGELOG.md"))) {
      String newest = lines.filter(line -> line.startsWith("## [")).findFirst().orElseThrow();
      assertEquals("## [" + VERSION + "]", newest.replaceFirst(" - .*", ""));
    }
  }

  @Test
  void otherFiles_thatNameThePackage_doNotTellItsVersion() throws IOException {
    List<Path> telling = new ArrayList<>();
    for (String place :
        List.of("docs", "scripts", "handler/src", "agent/src", "test-fixtures/src")) {
      try (Stream<Path> all = Files.walk(Script.root().resolve(place))) {
        for (Path each : all.filter(Files::isRegularFile).toList()) {
          if (tells(each)) {
            telling.add(each);
          }
        }
      }
    }
    for (String each : List.of("README.md", "RELEASING.md", "HandlerManifest.json")) {
      if (tells(Script.root().resolve(each))) {
        telling.add(Path.of(each));
      }
    }
    assertEquals(List.of(), telling);
  }

  private static boolean tells(Path file) throws IOException {
    String text = Files.readString(file, ISO_8859_1);
    return text.contains("KeyVaultForLinux-" + VERSION)
        || text.contains("KeyVaultForLinux " + VERSION);
  }
}
