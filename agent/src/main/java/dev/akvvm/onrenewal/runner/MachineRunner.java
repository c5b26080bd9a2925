package dev.akvvm.onrenewal.runner;

import dev.akvvm.files.IoReason;
import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.InitSystem;
import dev.akvvm.process.ProcessResult;
import dev.akvvm.process.ProgramOutput;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does actions on this machine.
 *
 * @param isolation where programs run
 * @param script how they are started there
 * @param told what programs are told
 * @param systemctl its command line; empty where systemd does not run
 * @param journal what units have printed
 */
record MachineRunner(
    ProcessIsolation isolation,
    LaunchScript script,
    HookEnvironment told,
    List<String> systemctl,
    UnitJournal journal)
    implements ActionRunner {
  private static final Logger LOG = LoggerFactory.getLogger("Reload");

  /** systemctl: the unit does not exist. */
  private static final int NOT_INSTALLED = 5;

  /** systemctl show: the unit exists, and has not been started. */
  private static final Set<String> STOPPED = Set.of("LoadState=loaded", "ActiveState=inactive");

  /**
   * The runner of this machine.
   *
   * @param home the package's folder
   */
  static MachineRunner ofMachine(Path home, StateFolder state) {
    return new MachineRunner(
        ProcessIsolation.ofMachine(state.actionLock()),
        LaunchScript.ofPackage(home),
        new HookEnvironment(state.path()),
        InitSystem.isSystemd() ? List.of("systemctl", "--no-ask-password") : List.of(),
        UnitJournal.ofMachine());
  }

  @Override
  public ActionResult run(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException {
    ActionResult result = attempt(action, certificates);
    // Not when interrupted: the program may go on without this process.
    removeFiles();
    return result;
  }

  private ActionResult attempt(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException {
    Map<String, String> environment;
    try {
      environment = told.environment(certificates);
    } catch (IOException e) {
      return ActionResult.failed(
          action + " failed: cannot write the lists for the program: " + IoReason.of(e));
    }
    try {
      return perform(action, environment);
    } catch (IOException e) {
      return ActionResult.failed(action + " failed: " + IoReason.of(e));
    }
  }

  private void removeFiles() {
    try {
      told.removeFiles();
    } catch (IOException e) {
      LOG.warn("cannot remove a list of what was renewed: {}", IoReason.of(e));
    }
  }

  private ActionResult perform(Action action, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (action.kind() == Action.Kind.RELOAD && isStopped(action)) {
      return ActionResult.needless(
          action + " skipped: it is not running, and reads the certificate when it starts");
    }
    if (!action.check().isEmpty()) {
      Optional<Failure> failure = failure(action.check(), environment, action.timeout());
      if (failure.isPresent()) {
        return ActionResult.failed(
                "%s skipped: the check %s %s"
                    .formatted(action, action.check().getFirst(), failure.get().reason()))
            .with(failure.get().output());
      }
    }
    return switch (action.kind()) {
      case RELOAD -> unit(action, "reload");
      case RESTART -> unit(action, "restart");
      case RUN, HOOK -> program(action, environment);
    };
  }

  private ActionResult program(Action action, Map<String, String> environment)
      throws IOException, InterruptedException {
    Optional<Failure> failure = failure(action.words(), environment, action.timeout());
    return failure.isEmpty()
        ? ActionResult.well(action)
        : ActionResult.failed(action + " " + failure.get().reason()).with(failure.get().output());
  }

  /** How a program failed, to be put after its name, and what it printed. */
  private record Failure(String reason, List<String> output) {}

  /** Runs a program and says how it failed; empty if it did not. */
  private Optional<Failure> failure(
      List<String> words, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    ProcessResult result = isolation.run(script.run(words), environment, limit);
    if (result.succeeded()) {
      return Optional.empty();
    }
    if (LaunchScript.mayHaveRefused(result)) {
      ProcessResult check = isolation.run(script.check(words.getFirst()), environment, limit);
      if (!check.succeeded() && !check.lastLine().isEmpty()) {
        return Optional.of(new Failure("failed: " + check.lastLine(), List.of()));
      }
    }
    return Optional.of(
        new Failure(result.failure(result.output().reason()), result.output().lines()));
  }

  /**
   * Whether the unit was stopped, or was never started. A failed one does not count: it should run.
   */
  private boolean isStopped(Action action) throws IOException, InterruptedException {
    if (systemctl.isEmpty()) {
      return false;
    }
    List<String> line = new ArrayList<>(systemctl);
    line.addAll(List.of("show", "--property=LoadState,ActiveState", "--", action.target()));
    ProcessResult result = BoundedProcess.run(line, BoundedProcess.CLEAN, action.timeout());
    return STOPPED.equals(new HashSet<>(List.of(result.firstLine(), result.lastLine())));
  }

  /**
   * systemctl's first line says that it failed, its last where to read more: why is in the journal.
   */
  private ActionResult unit(Action action, String verb) throws IOException, InterruptedException {
    if (systemctl.isEmpty()) {
      return ActionResult.missing(
          action + " failed: systemd does not run on this machine; use run");
    }
    List<String> line = new ArrayList<>(systemctl);
    line.addAll(List.of(verb, "--", action.target()));
    Instant begun = Instant.now();
    ProcessResult result = BoundedProcess.run(line, BoundedProcess.CLEAN, action.timeout());
    if (result.succeeded()) {
      return ActionResult.well(action);
    }
    if (result.endedWith(NOT_INSTALLED)) {
      return ActionResult.missing(action + " " + result.failure(result.firstLine()));
    }
    ProgramOutput printed = journal.since(begun, action.target());
    String said = (result.firstLine() + " " + printed.tellingLine()).strip();
    return ActionResult.failed(action + " " + result.failure(said)).with(printed.lines());
  }
}
