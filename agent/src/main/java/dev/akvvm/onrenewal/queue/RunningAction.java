package dev.akvvm.onrenewal.queue;

import dev.akvvm.onrenewal.Action;
import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.Set;

/** An action that is being done, for which certificates and since when. */
record RunningAction(Action action, Set<ObservedCertificate> certificates, Instant since) {
  RunningAction {
    certificates = Set.copyOf(certificates);
  }
}
