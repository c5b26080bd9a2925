package dev.akvvm.files;

import dev.akvvm.files.Access.AclEntry;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Does one thing in a Java of its own, for what one process cannot show: umask, limits, locks. */
final class ChildProcess {
  private ChildProcess() {}

  /**
   * {@code replace FILE SIZE}, {@code grant FILE USER}, {@code letSearch DIRECTORY USER}, {@code
   * createDirectories DIRECTORY}, {@code list DIRECTORY}, {@code isPlain PATH}, {@code actAs
   * DIRECTORY USER}, {@code lock FILE}, {@code user NAME}, {@code group NAME}, {@code groupOf ID},
   * {@code groupsOf NAME} or {@code userWithoutDescriptors NAME}.
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
        case "letSearch" -> letSearch(path, user(arguments[2]));
        case "list" -> list(path);
        case "isPlain" -> System.out.println(PlainPath.isRootsAlone(path));
        case "actAs" -> actAs(Integer.parseInt(arguments[2]), path);
        case "user" -> System.out.println(new Accounts().user(arguments[1]));
        case "group" -> System.out.println(new Accounts().group(arguments[1]));
        case "groupOf" ->
            System.out.println(new Accounts().groupOf(Integer.parseInt(arguments[1])));
        case "groupsOf" -> {
          Accounts accounts = new Accounts();
          System.out.println(
              new TreeSet<>(accounts.groupsOf(accounts.named(arguments[1]).orElseThrow())));
        }
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

  private static void letSearch(Path path, AclEntry user) throws IOException {
    try (WalkedPath walked = WalkedPath.of(path);
        Directory directory = walked.open()) {
      directory.letSearch(Set.of(user));
    }
  }

  private static void list(Path path) throws IOException {
    try (Directory directory = DurableFiles.open(path)) {
      int opened = 0;
      for (String name : directory.names()) {
        try (OpenFile _ = directory.open(name)) {
          opened++;
        } catch (NoSuchFileException e) {
          System.out.println("a name that is not a text");
        }
      }
      System.out.println(opened + " can be opened");
    }
  }

  private static void actAs(int user, Path path) throws IOException {
    try (ActingAs acting = ActingAs.user(new FileIdentity(user, user));
        WalkedPath walked = WalkedPath.of(path, acting);
        Directory directory = walked.open()) {
      directory.replace("key", new byte[5], Access.of(Modes.PRIVATE_FILE));
      for (String refused : List.of("/root/x", "missing")) {
        try (WalkedPath elsewhere = WalkedPath.of(path.resolve(refused), acting)) {
          elsewhere.open().close();
        } catch (IOException e) {
          System.out.println(IoReason.of(e).replaceFirst(".*: ", ""));
        }
      }
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
    return JavaProcess.of(ChildProcess.class).start(before, arguments);
  }

  /** Runs it to its end; what it printed. */
  static String run(String before, String... arguments) throws IOException, InterruptedException {
    return JavaProcess.of(ChildProcess.class).run(before, arguments);
  }

  /** The same where {@code before} may mount what only the child sees; needs root. */
  static String runAmongMounts(String before, String... arguments)
      throws IOException, InterruptedException {
    return JavaProcess.amongMounts(ChildProcess.class).run(before, arguments);
  }

  /**
   * The same as root that lacks some of its rights.
   *
   * @param capabilities as setpriv takes them, such as {@code -setuid}
   */
  static String runWithout(String capabilities, String... arguments)
      throws IOException, InterruptedException {
    return JavaProcess.without(capabilities, ChildProcess.class).run(":", arguments);
  }
}
