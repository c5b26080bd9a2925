package dev.akvvm.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.exit.CommandFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that uses the agent's libraries, for a command that needs what the handler does not
 * load.
 *
 * @param home the package's folder
 */
public record AgentProgram(Path home) {
  /** For a short run in little memory. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** The options from {@code bin/crash}, so that a crash leaves no trace of keys and tokens. */
  private static final String CRASH_OPTIONS = "akvvm.crash";

  private static final String NO_REPORT =
      "-XX:-CreateCoredumpOnCrash -XX:+SuppressFatalErrorMessage";

  /** Ready to be started, with the Java that runs this process. */
  public ProcessBuilder running(String mainClass, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    line.addAll(crashOptions());
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

  /**
   * Runs it to its end, and prints each of its lines at once.
   *
   * @return its exit code
   */
  public int run(PrintWriter out, String mainClass, String... arguments)
      throws CommandFailedException, InterruptedException {
    try {
      Process process = running(mainClass, arguments).redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          out.println(line);
          out.flush();
        }
      }
      return process.waitFor();
    } catch (IOException e) {
      throw CommandFailedException.because("cannot start the agent's program", e);
    }
  }

  /** Java passes no open files to its children, so they reach them through this process's pid. */
  private static List<String> crashOptions() {
    String own = "/proc/" + ProcessHandle.current().pid() + "/";
    return List.of(
        System.getProperty(CRASH_OPTIONS, NO_REPORT).replace("/proc/self/", own).split(" "));
  }
}
