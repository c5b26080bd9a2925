package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Does one thing in a Java of its own, for what one process cannot show: umask, limits, locks. */
final class ChildProcess {
  private ChildProcess() {}

  /** {@code replace FILE SIZE}, {@code createDirectories DIRECTORY} or {@code lock FILE}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path path = Path.of(arguments[1]);
    try {
      switch (arguments[0]) {
        case "replace" ->
            DurableFiles.replace(path, new byte[Integer.parseInt(arguments[2])], Modes.PUBLIC_FILE);
        case "createDirectories" -> DurableFiles.createDirectories(path, Modes.PRIVATE_DIRECTORY);
        case "lock" -> {
          try (HeldLock _ = HeldLock.acquire(path, Duration.ofSeconds(10))) {
            System.out.println("held");
            System.in.read();
          }
        }
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println("done");
    } catch (IOException e) {
      System.out.println(IoReason.of(e));
    }
  }

  /** Starts it below a shell that runs {@code before} first, such as {@code umask 0}. */
  static Process start(String before, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options = " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp ";
    String command =
        before
            + "; exec "
            + java
            + options
            + System.getProperty("java.class.path")
            + " dev.akvvm.files.ChildProcess "
            + String.join(" ", arguments);
    return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
  }

  /** Runs it to its end; what it printed. */
  static String run(String before, String... arguments) throws IOException, InterruptedException {
    Process process = start(before, arguments);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end: " + output);
    }
    return output;
  }
}
