package dev.akvvm.onrenewal.runner;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.StateFolder;
import java.nio.file.Path;
import java.util.Map;

/** Does actions, within a time limit; reports failures only through what it returns. */
public interface ActionRunner {
  /**
   * Does one.
   *
   * @param certificates for which it is done, at least one; the program is told of them in this
   *     order
   */
  ActionResult run(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException;

  /**
   * The runner of this machine.
   *
   * @param home the package's folder
   */
  static ActionRunner ofMachine(Path home, StateFolder state) {
    return MachineRunner.ofMachine(home, state);
  }
}
