package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.files.Access.AclEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The system's own programs as witnesses of who may do what: getfacl, setfacl, and real users. */
final class Acl {
  /** A user and a group that need no account. */
  static final AclEntry ALICE = AclEntry.user(12345);

  static final AclEntry BOB = AclEntry.user(12346);
  static final AclEntry WEB = AclEntry.group(23456);

  private Acl() {}

  /** Only root can be asked to act as others. */
  static void assumeRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: ACLs for other users can be tested by root only");
  }

  /** The ACL, one entry a word, such as {@code user::rw- group::--- other::---}. */
  static String of(Path file) throws IOException, InterruptedException {
    return run("getfacl", "-ncpE", file.toString()).replace('\n', ' ').strip();
  }

  /** Runs a shell command with {@code $F} for the file. */
  static void change(Path file, String command) throws IOException, InterruptedException {
    run("env", "F=" + file, "sh", "-ec", command);
  }

  /** Everything about a file that a change would change. */
  static String trace(Path file) throws IOException, InterruptedException {
    return run("stat", "-c", "%i %f %u %g %Z %z", file.toString());
  }

  /** Whether a user, in no group but the given, can do this. */
  static boolean can(int user, int group, String... command)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"));
    line.addAll(List.of(command));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
