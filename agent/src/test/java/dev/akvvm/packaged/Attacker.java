package dev.akvvm.packaged;

import dev.akvvm.vm.VmService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An unprivileged user of a machine who owns a store and the folder above it, and what that user
 * does: by hand, or by a program that races the agent.
 */
record Attacker(Machine machine) {
  static final String NAME = "mallory";
  static final int ID = 4321;
  static final String HOME = "/home/app";
  static final String PARENT = HOME + "/tls";
  static final String STORE = PARENT + "/ssl";

  /** A certificate and key of the attacker's own. */
  static final String OWN = HOME + "/own.pem";

  /** Where it keeps what it should never have been able to read. */
  static final String CAUGHT = "/run/caught";

  /** Where the attacker's programs leave a file; its owner tells who ran them. */
  static final String CANARIES = "/run/canary";

  private static final Path PROGRAM = Path.of("../test-fixtures/attack/attacker.py");
  private static final String STOP = CAUGHT + "/stop";
  private static final Pattern DONE = Pattern.compile("^done \\{");

  /** Runs a line of sh as this user, which must not fail. */
  String runs(String script) {
    return machine.output(as("sh", "-ec", "cd " + HOME + "; " + script).toArray(String[]::new));
  }

  /** Starts to run a line of sh over and over; the log is outside of the machine. */
  VmService keepsRunning(String script, Path log) {
    String loop = "cd " + HOME + "; while :; do " + script + "; done";
    return machine.vm().start(as("sh", "-c", loop), log);
  }

  /** Puts a link in the place of a folder, and keeps the folder beside it. */
  void replacesWithLink(String folder, String target) {
    runs("mv %1$s %1$s.kept && ln -s %2$s %1$s".formatted(folder, target));
  }

  /** Undoes {@link #replacesWithLink}. */
  void restores(String folder) {
    runs("rm -rf %1$s && mv %1$s.kept %1$s".formatted(folder));
  }

  /** Tries once to read private keys, those of others included. */
  void readsKeys(List<String> foreign) {
    List<String> line = program("look");
    foreign.forEach(each -> line.addAll(List.of("--foreign", each)));
    machine.output(as(line.toArray(String[]::new)).toArray(String[]::new));
  }

  /** Starts a race, to be stopped before this time is over; the log is outside of the machine. */
  VmService races(Duration atMost, Path log, List<String> options) {
    List<String> line = program("race");
    line.addAll(List.of("--store", STORE, "--prefix", "contoso.victim"));
    line.addAll(List.of("--seconds", Long.toString(atMost.toSeconds())));
    line.addAll(options);
    runs("rm -f " + STOP);
    return machine.vm().start(as(line.toArray(String[]::new)), log);
  }

  /** Ends a race; returns how often it exchanged each kind of name. */
  String stops(VmService race) {
    runs("touch " + STOP);
    return race.awaitLine(DONE, Machine.SOON);
  }

  private List<String> program(String command) {
    List<String> line = new ArrayList<>(List.of("python3"));
    line.addAll(List.of(Programs.broughtInto(machine, PROGRAM), command));
    line.addAll(List.of("--home", HOME, "--caught", CAUGHT));
    return line;
  }

  private static List<String> as(String... command) {
    List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=" + ID, "--regid=" + ID));
    line.add("--clear-groups");
    line.addAll(List.of(command));
    return line;
  }

  /** The private keys it has read: a digest of the public key, and where the key was found. */
  Map<String, String> keysRead() {
    return PrivateKeys.in(machine, CAUGHT + "/*.key", "$(head -n 1 $f)");
  }

  /** Files in its folders that it does not own, as {@code owner path}. */
  List<String> othersAtHome() {
    return machine.output("find", HOME, "!", "-user", NAME, "-printf", "%u %p\\n").lines().toList();
  }

  /** Its own files that changed owner. */
  List<String> filesOfItsNowOthers() {
    return machine.read(CAUGHT + "/files.txt").lines().toList();
  }

  /** Threads of the agent that took a signal of this user. */
  List<String> threadsReached() {
    return machine.read(CAUGHT + "/signals.txt").lines().distinct().toList();
  }

  /** Traces of programs of this user that others ran, as {@code owner path}. */
  List<String> programsRunByOthers() {
    return machine
        .output("find", CANARIES, "-type", "f", "!", "-user", NAME, "-printf", "%U %p\\n")
        .lines()
        .toList();
  }

  /** Makes a file of this user with this text and mode, in the place of whatever is there. */
  void plants(String path, String text, String mode) {
    String made = HOME + "/made";
    try {
      Files.writeString(machine.vm().path(made), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    machine.output("chown", ID + ":" + ID, made);
    runs("chmod " + mode + " made && rm -rf " + path + " && mv made " + path);
  }
}
