package dev.akvvm.reload;

import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.Set;

/** An action that is being done, for whom and since when. */
record Running(Action action, Set<ObservedCertificate> certificates, Instant since) {
  Running {
    certificates = Set.copyOf(certificates);
  }
}
