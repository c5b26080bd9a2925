package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of this machine that the tests need; without it they fail, and say what to install. */
record Program(Path executable) {
  /** From the path, or from where administrators' programs are. */
  static Program installed(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Program::new)
        .orElseThrow(
            () -> new AssertionError(name + " is missing; install it: scripts/prepare test"));
  }

  /** A tool of the JDK that runs the tests. */
  static Program ofJdk(String name) {
    return new Program(Path.of(System.getProperty("java.home"), "bin", name));
  }

  /** What it prints for these arguments; fails when it does. */
  String run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(executable.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }
}
