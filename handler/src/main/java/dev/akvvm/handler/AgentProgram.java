package dev.akvvm.handler;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of the agent's own libraries, for a command that needs what the handler does not load.
 *
 * @param home the package's folder
 */
record AgentProgram(Path home) {
  /** For a short life in little memory. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Ready to be started, by the Java that runs this. */
  ProcessBuilder running(String mainClass, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    line.addAll(OPTIONS);
    line.add("-cp");
    line.add(
        Stream.of("agent", "cryptography", "handler")
            .map(folder -> home.resolve("lib").resolve(folder) + "/*")
            .collect(Collectors.joining(":")));
    line.add(mainClass);
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }
}
