package dev.akvvm.onrenewal.runner;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.state.StateFolder;
import java.nio.file.Path;
import java.util.Map;

/** Does actions; bounded in time, and never fails but by what it returns. */
public interface ActionRunner {
  /**
   * Does one.
   *
   * @param certificates for whom, at least one; in this order the program gets to know of them
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
