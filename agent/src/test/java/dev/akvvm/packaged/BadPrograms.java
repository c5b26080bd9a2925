package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a program can do wrong after a renewal, each for a certificate of its own, and one that
 * is well. Without systemd a program that begins a session of its own gets away.
 *
 * @param folder where the programs are
 */
record BadPrograms(Machine machine, PackageFolder handler, String folder) {
  private static final int INTERVAL = 3;

  /** The time for a program that hangs; others shall not be short of it on a busy machine. */
  private static final int SHORT = 1;

  private static final int LONG = 30;

  /** Enables the package with them. */
  void enable(boolean withSession) {
    Actions actions = new Actions(machine);
    Map<String, String> scripts = new LinkedHashMap<>();
    scripts.put("hangs", "sleep 777");
    scripts.put("stays", (withSession ? "setsid " : "") + "sleep 4242 & exit 9");
    scripts.put("floods", "head -c 100000000 /dev/zero | tr '\\0' x; exit 4");
    scripts.put("parent", "kill -KILL $PPID; exit 6");
    scripts.put("terminal", "exec </dev/tty");
    scripts.put("store", "rm " + Store.usual(machine).link("store") + "; exit 5");
    scripts.forEach((name, script) -> actions.program(folder + name, script));
    machine.write(folder + "plain", "#!/bin/sh\n");

    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    scripts.keySet().forEach(name -> wanted.put(name, run(name)));
    wanted.put("plain", run("plain"));
    wanted.put("missing", run("missing"));
    wanted.put("well", Map.of("run", List.of("/bin/true")));
    wanted.keySet().forEach(name -> machine.azure().create(name));
    handler.settings(0, Actions.settings(INTERVAL, wanted));
    handler.run(0, "enable").output();
  }

  private Map<String, Object> run(String name) {
    int limit = name.equals("hangs") ? SHORT : LONG;
    return Map.of("run", List.of(folder + name), "timeoutInS", limit);
  }

  /**
   * Each is told in one line, and passes go on.
   *
   * @param parents the exit code that is seen of the one that kills its parent
   */
  void assertTold(int parents) {
    Map<String, String> failures =
        Map.of(
            "missing", ": it does not exist",
            "plain", ": it is not executable",
            "hangs", ": timed out after 1 s, and ended",
            "stays", " (exit code 9)",
            "floods", " (exit code 4): xxx",
            "parent", " (exit code " + parents + ")",
            "terminal", " (exit code 2): ",
            "store", " (exit code 5)");
    failures.forEach(
        (name, failure) ->
            handler.awaitSubstatus(
                0, name, "warning: run of " + folder + name + " failed" + failure));
    Emulator.Version renewed = machine.azure().renew("well");
    handler.awaitSubstatus(0, "well", "success: version " + renewed.version());
    String link = Store.usual(machine).link("store");
    machine.await().until("the link", Machine.SOON, () -> new Actions(machine).exists(link));
    machine.await().until("nobody stays", Machine.SOON, this::isNobodyLeft);
    assertInOneLine(failures.keySet());
  }

  private boolean isNobodyLeft() {
    return machine.vm().processes().stream()
        .noneMatch(process -> process.commandLine().contains("4242"));
  }

  private void assertInOneLine(Set<String> names) {
    for (String name : names) {
      String told = handler.status(0).of(name);
      assertTrue(told.length() < 600 && !told.contains("\n"), told);
    }
  }
}
