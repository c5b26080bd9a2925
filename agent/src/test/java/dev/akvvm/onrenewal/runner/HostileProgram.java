package dev.akvvm.onrenewal.runner;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program after a renewal that fails, and does not say why but something else. */
public final class HostileProgram {
  private HostileProgram() {}

  /**
   * What is said of it, as in a substatus.
   *
   * @param octal what it prints, for {@code printf}
   */
  public static String failure(Path folder, String octal) throws InterruptedException {
    Action action =
        new Action(
            Action.Kind.RUN,
            List.of("/bin/sh", "-c", "printf '" + octal + "'; exit 1"),
            List.of(),
            Duration.ofSeconds(20));
    return new MachineRunner(
            new OwnSession(folder.resolve("lock")),
            SourceLaunch.get(),
            new HookEnvironment(folder),
            List.of(),
            new UnitJournal(List.of("true")))
        .run(
            action,
            Map.of(
                Observed.certificate("contoso", "web", folder), new CurrentVersion("1", List.of())))
        .failure()
        .orElseThrow();
  }
}
