package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.util.Map;

/** Does actions; bounded in time, and never fails but by what it returns. */
interface ActionRunner {
  /**
   * Does one.
   *
   * @param certificates for whom, at least one; in this order the program gets to know of them
   */
  ActionResult run(Action action, Map<ObservedCertificate, CurrentVersion> certificates)
      throws InterruptedException;
}
