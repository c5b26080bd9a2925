package dev.akvvm.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real build on a local repository in which one file is not what was recorded: a plugin's,
 * because nothing of a plugin may run before it was compared.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ChecksumsIT {
  private static final String PLUGIN = "maven-toolchains-plugin";
  private static final String FOLDER = "org/apache/maven/plugins/" + PLUGIN;
  private static final Path RECORDED = Script.root().resolve(".mvn/checksums/checksums.sha256");

  @TempDir private Path folder;

  @Test
  void build_nothingAltered_works() throws IOException, InterruptedException {
    Execution build = build();
    assertEquals(0, build.exitCode(), build.stdout());
  }

  @Test
  void build_alteredJar_refusesAndNamesIt() throws IOException, InterruptedException {
    alter(".jar");
    assertRefused(build(), PLUGIN + ":jar:", "trusted checksum mismatch");
  }

  @Test
  void build_alteredPom_refusesAndNamesIt() throws IOException, InterruptedException {
    alter(".pom");
    assertRefused(build(), PLUGIN + ":pom:", "trusted checksum mismatch");
  }

  @Test
  void build_unlistedJar_refusesAndNamesIt() throws IOException, InterruptedException {
    Predicate<String> listed = line -> !line.endsWith(".jar") || !line.contains(FOLDER);
    Path checksums = Files.createDirectory(folder.resolve("checksums"));
    Files.write(
        checksums.resolve(RECORDED.getFileName()),
        Files.readAllLines(RECORDED).stream().filter(listed).toList());
    assertRefused(
        build("-Daether.trustedChecksumsSource.summaryFile.basedir=" + checksums),
        PLUGIN + ":jar:",
        "Missing from summaryFile trusted checksum(s)");
  }

  /** A byte more, in a copy that Maven finds before the file itself. */
  private void alter(String suffix) throws IOException {
    String path =
        Files.readAllLines(RECORDED).stream()
            .map(line -> line.replaceFirst(".* ", ""))
            .filter(each -> each.startsWith(FOLDER) && each.endsWith(suffix))
            .findFirst()
            .orElseThrow();
    Path copy = repository().resolve(path);
    Files.createDirectories(copy.getParent());
    Files.copy(Path.of(System.getProperty("maven.repository", "")).resolve(path), copy);
    Files.write(copy, "\n".getBytes(UTF_8), StandardOpenOption.APPEND);
  }

  /** Before the machine's own, which stays as it is. */
  private Path repository() {
    return folder.resolve("repository");
  }

  private Execution build(String... options) throws IOException, InterruptedException {
    Script maven = Script.of(Script.root().resolve("mvnw"));
    List<String> words =
        List.of(
            "--file=" + Script.root(),
            "--offline",
            "--quiet",
            "--non-recursive",
            "-Dmaven.repo.local=" + repository(),
            "-Dmaven.repo.local.tail=" + System.getProperty("maven.repository"),
            "validate");
    return maven.run(
        Stream.concat(words.stream(), List.of(options).stream()).toArray(String[]::new));
  }

  private static void assertRefused(Execution build, String... texts) {
    assertNotEquals(0, build.exitCode());
    for (String text : texts) {
      assertTrue(build.stdout().contains(text), build.stdout());
    }
  }
}
