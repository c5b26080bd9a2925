package dev.akvvm.onrenewal.runner;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes every action go wrong that can, and collects what is said. */
public final class ProvokedActionFailures {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<String> NOT_FOUND =
      List.of("sh", "-c", "echo Unit nosuch.service not found. >&2; exit 5");

  private ProvokedActionFailures() {}

  /** Each message, as a substatus has it. */
  public static List<String> all(Path folder) throws Exception {
    Path unsafe = Files.writeString(folder.resolve("unsafe"), "");
    List<String> messages = new ArrayList<>();
    messages.add(failure(folder, run(LIMIT, "/bin/sh", "-c", "exit 3"), List.of()));
    messages.add(failure(folder, run(Duration.ofSeconds(1), "/bin/sleep", "9"), List.of()));
    messages.add(failure(folder, run(LIMIT, "/nosuch/program"), List.of()));
    messages.add(failure(folder, run(LIMIT, "/etc/passwd"), List.of()));
    messages.add(failure(folder, run(LIMIT, unsafe.toString()), List.of()));
    messages.add(foreign(folder));
    Action reload = Action.unit(Action.Kind.RELOAD, "nosuch.service", List.of(), LIMIT);
    messages.add(failure(folder, reload, List.of()));
    messages.add(failure(folder, reload, NOT_FOUND));
    messages.add(
        failure(
            folder,
            Action.unit(Action.Kind.RELOAD, "a.service", List.of("false"), LIMIT),
            List.of()));
    messages.add(listTooLong(folder));
    return messages;
  }

  private static Action run(Duration limit, String... words) {
    return new Action(Action.Kind.RUN, List.of(words), List.of(), limit);
  }

  private static String failure(Path folder, Action action, List<String> systemctl)
      throws Exception {
    return runner(folder, folder, systemctl)
        .run(action, renewed(folder, "web.example.com"))
        .failure()
        .orElseThrow();
  }

  /** What the kernel shows of a process belongs to whom the process does. */
  private static String foreign(Path folder) throws Exception {
    Process process =
        new ProcessBuilder("setpriv", "--reuid=12345", "--clear-groups", "sleep", "60").start();
    try {
      Path shown = Path.of("/proc", Long.toString(process.pid()));
      while (Files.getAttribute(shown, "unix:uid").equals(0)) {
        Thread.onSpinWait();
      }
      return failure(folder, run(LIMIT, shown.resolve("exe").toString()), List.of());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String listTooLong(Path folder) throws Exception {
    return runner(folder, folder.resolve("no-folder"), List.of())
        .run(run(LIMIT, "/bin/true"), renewed(folder, "x".repeat(100_000)))
        .failure()
        .orElseThrow();
  }

  private static Map<ObservedCertificate, CurrentVersion> renewed(Path folder, String domain) {
    return Map.of(
        Observed.certificate("contoso", "web", folder), new CurrentVersion("1", List.of(domain)));
  }

  private static MachineRunner runner(Path folder, Path lists, List<String> systemctl) {
    return new MachineRunner(
        new OwnSession(folder.resolve("lock")),
        SourceLaunch.get(),
        new HookEnvironment(lists),
        systemctl,
        new UnitJournal(List.of("true")));
  }
}
