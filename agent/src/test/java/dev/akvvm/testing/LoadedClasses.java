package dev.akvvm.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which classes a program loads: every pass is a process, and pays for them. */
public final class LoadedClasses {
  private LoadedClasses() {}

  /**
   * Runs a program in a process of its own, with the class path of the tests, and waits for its
   * end, which must be good.
   *
   * @param main has the program's main method
   * @param folder where the process's output goes
   * @return the lines of Java's log, one for each class
   */
  public static List<String> of(Class<?> main, Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path log = folder.resolve("classes");
    Path output = folder.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xlog:class+load:file=" + log,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path", "")),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(output));
    return Files.readAllLines(log);
  }
}
