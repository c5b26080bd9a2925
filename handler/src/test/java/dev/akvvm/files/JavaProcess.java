package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a test's class in a Java of its own, below a shell that prepares what that Java shall see.
 *
 * @param main with a method main
 * @param shell a program and its arguments, of which the last makes it take a line of sh
 */
public record JavaProcess(Class<?> main, List<String> shell) {
  private static final String OPTIONS =
      " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m"
          + " --enable-native-access=ALL-UNNAMED -cp ";

  /** Below a plain shell. */
  public static JavaProcess of(Class<?> main) {
    return new JavaProcess(main, List.of("sh", "-ec"));
  }

  /** Below one that may mount what only the process sees; needs root. */
  public static JavaProcess amongMounts(Class<?> main) {
    return new JavaProcess(main, List.of("unshare", "--mount", "sh", "-ec"));
  }

  /**
   * As root that lacks some of its rights.
   *
   * @param capabilities as setpriv takes them, such as {@code -setuid}
   */
  public static JavaProcess without(String capabilities, Class<?> main) {
    return new JavaProcess(main, List.of("setpriv", "--bounding-set=" + capabilities, "sh", "-ec"));
  }

  /**
   * Starts it.
   *
   * @param before what the shell does first, such as {@code umask 0}; it may set the variable
   *     CLASSES to another class path
   */
  public Process start(String before, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = "${CLASSES:-" + System.getProperty("java.class.path") + "}";
    List<String> line = new ArrayList<>(shell);
    line.add(
        "%s; exec %s %s %s %s %s"
            .formatted(
                before, java, OPTIONS, classes, main.getName(), String.join(" ", arguments)));
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }

  /** Runs it to its end; what it printed. */
  public String run(String before, String... arguments) throws IOException, InterruptedException {
    Process process = start(before, arguments);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end: " + output);
    }
    return output;
  }
}
