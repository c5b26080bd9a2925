package dev.akvvm.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.vm.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A script of the repository, and how it ends with some variables in its environment. */
record Script(Path file, Map<String, String> variables) {
  /** The repository's root; tests run in their module's folder. */
  static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  static Script of(Path file) {
    return new Script(file, Map.of());
  }

  Script with(String variable, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(variable, value);
    return new Script(file, more);
  }

  Execution run(String... arguments) throws IOException, InterruptedException {
    Path stderr = Files.createTempFile("script", ".stderr");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toList());
      builder.environment().putAll(variables);
      Process process =
          builder
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectError(stderr.toFile())
              .start();
      String stdout = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Execution(process.waitFor(), stdout, Files.readString(stderr));
    } finally {
      Files.delete(stderr);
    }
  }
}
