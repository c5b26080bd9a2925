package dev.akvvm.onrenewal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
    return new MachineRunner(new OwnSession(folder.resolve("lock")), SourceLaunch.get(), List.of())
        .run(action, BoundedProcess.CLEAN)
        .failure()
        .orElseThrow();
  }
}
