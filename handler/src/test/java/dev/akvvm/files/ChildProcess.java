package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.Access.AclEntry;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Does one thing in a Java of its own, for what one process cannot show: umask, limits, locks. */
final class ChildProcess {
  private ChildProcess() {}

  /**
   * {@code replace FILE SIZE}, {@code grant FILE USER}, {@code letSearch DIRECTORY USER}, {@code
   * createDirectories DIRECTORY}, {@code lock FILE}, {@code user NAME}, {@code group NAME} or
   * {@code userWithoutDescriptors NAME}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path path = Path.of(arguments[1]);
    try {
      switch (arguments[0]) {
        case "replace" ->
            DurableFiles.replace(path, new byte[Integer.parseInt(arguments[2])], Modes.PUBLIC_FILE);
        case "createDirectories" -> DurableFiles.createDirectories(path, Modes.PRIVATE_DIRECTORY);
        case "grant" ->
            DurableFiles.replace(
                path, new byte[5], new Access(Modes.PRIVATE_FILE, Set.of(user(arguments[2]))));
        case "letSearch" -> new AccessControl().letSearch(path, Set.of(user(arguments[2])));
        case "user" -> System.out.println(new Accounts().user(arguments[1]));
        case "group" -> System.out.println(new Accounts().group(arguments[1]));
        case "userWithoutDescriptors" -> userWithoutDescriptors(arguments[1]);
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

  private static AclEntry user(String id) {
    return AclEntry.user(Integer.parseUnsignedInt(id));
  }

  private static void userWithoutDescriptors(String name) throws IOException {
    Accounts accounts = new Accounts();
    accounts.user(name);
    List<InputStream> held = new ArrayList<>();
    try {
      while (true) {
        held.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      System.out.println(accounts.user(name));
    } finally {
      for (InputStream each : held) {
        each.close();
      }
    }
  }

  /** Starts it below a shell that runs {@code before} first, such as {@code umask 0}. */
  static Process start(String before, String... arguments) throws IOException {
    return start(List.of("sh", "-c"), before, arguments);
  }

  private static Process start(List<String> shell, String before, String... arguments)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options =
        " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m"
            + " --enable-native-access=ALL-UNNAMED -cp ";
    String command =
        before
            + "; exec "
            + java
            + options
            + System.getProperty("java.class.path")
            + " dev.akvvm.files.ChildProcess "
            + String.join(" ", arguments);
    List<String> line = new ArrayList<>(shell);
    line.add(command);
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }

  /** Runs it to its end; what it printed. */
  static String run(String before, String... arguments) throws IOException, InterruptedException {
    return output(start(before, arguments));
  }

  /** The same where {@code before} may mount what only the child sees; needs root. */
  static String runAmongMounts(String before, String... arguments)
      throws IOException, InterruptedException {
    return output(start(List.of("unshare", "--mount", "sh", "-ec"), before, arguments));
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end: " + output);
    }
    return output;
  }
}
