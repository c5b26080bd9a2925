package dev.akvvm.reload;

import dev.akvvm.files.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does actions on this machine.
 *
 * @param outside where programs run
 * @param launch how they are begun there
 * @param systemctl its command line; empty where systemd does not run
 */
record MachineRunner(Outside outside, Launch launch, List<String> systemctl) implements Runner {
  /** systemctl: the unit is not there. */
  private static final int NOT_INSTALLED = 5;

  /** systemctl show: the unit is there, and nobody has started it. */
  private static final Set<String> STOPPED = Set.of("LoadState=loaded", "ActiveState=inactive");

  /**
   * The runner of this machine.
   *
   * @param home the package's folder
   * @param lock held while a program runs
   */
  static MachineRunner ofMachine(Path home, Path lock) {
    return new MachineRunner(
        Outside.ofMachine(lock),
        Launch.ofPackage(home),
        Outside.hasSystemd() ? List.of("systemctl", "--no-ask-password") : List.of());
  }

  @Override
  public Ended run(Action action, Map<String, String> environment) throws InterruptedException {
    try {
      if (action.kind() == Action.Kind.RELOAD && isStopped(action)) {
        return Ended.needless(
            action + " needless: it does not run, and reads the certificate when it starts");
      }
      if (!action.check().isEmpty()) {
        Finished check = outside.run(launch.of(action.check()), environment, action.timeout());
        if (!check.succeeded()) {
          return Ended.failed(
              "%s not done: the check %s"
                  .formatted(action, failure(action.check().getFirst(), check)));
        }
      }
      return switch (action.kind()) {
        case RELOAD -> unit(action, "reload");
        case RESTART -> unit(action, "restart");
        case RUN, HOOK -> program(action, environment);
      };
    } catch (IOException e) {
      return Ended.failed(action + " failed: " + IoReason.of(e));
    }
  }

  private Ended program(Action action, Map<String, String> environment)
      throws IOException, InterruptedException {
    Finished finished = outside.run(launch.of(action.words()), environment, action.timeout());
    return finished.succeeded()
        ? Ended.well(action)
        : Ended.failed(
            action + failure(action.target(), finished).substring(action.target().length()));
  }

  /** The program, and how it failed. */
  private static String failure(String program, Finished finished) {
    return Launch.failed(finished)
        ? program + " failed: " + finished.lastLine()
        : program + " " + finished.failure(finished.lastLine());
  }

  /**
   * Whether the unit was stopped, or was never started. One that has failed is another matter: it
   * should run.
   */
  private boolean isStopped(Action action) throws IOException, InterruptedException {
    if (systemctl.isEmpty()) {
      return false;
    }
    List<String> line = new ArrayList<>(systemctl);
    line.addAll(List.of("show", "--property=LoadState,ActiveState", "--", action.target()));
    Finished finished = BoundedProcess.run(line, BoundedProcess.CLEAN, action.timeout());
    return STOPPED.equals(new HashSet<>(List.of(finished.firstLine(), finished.lastLine())));
  }

  /** systemctl says first what is wrong, and last where to read on. */
  private Ended unit(Action action, String verb) throws IOException, InterruptedException {
    if (systemctl.isEmpty()) {
      return Ended.missing(action + " failed: systemd does not run on this machine; use run");
    }
    List<String> line = new ArrayList<>(systemctl);
    line.addAll(List.of(verb, "--", action.target()));
    Finished finished = BoundedProcess.run(line, BoundedProcess.CLEAN, action.timeout());
    if (finished.succeeded()) {
      return Ended.well(action);
    }
    String trouble = action + " " + finished.failure(finished.firstLine());
    return finished.endedWith(NOT_INSTALLED) ? Ended.missing(trouble) : Ended.failed(trouble);
  }
}
