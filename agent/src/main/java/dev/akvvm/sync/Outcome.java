package dev.akvvm.sync;

import dev.akvvm.store.InstalledCertificate;
import java.util.Optional;

/** What became of one certificate. */
public sealed interface Outcome {
  /** What readers of the link get now, if anything. */
  Optional<InstalledCertificate> onDisk();

  /** A version was written and the link switched to it. */
  record Installed(InstalledCertificate certificate) implements Outcome {
    @Override
    public Optional<InstalledCertificate> onDisk() {
      return Optional.of(certificate);
    }
  }

  /** The current version was there already; nothing was written. */
  record Unchanged(InstalledCertificate certificate) implements Outcome {
    @Override
    public Optional<InstalledCertificate> onDisk() {
      return Optional.of(certificate);
    }
  }

  /**
   * The current version could not be installed; an older one may still be there, untouched.
   *
   * @param failure why
   */
  record Failed(Failure failure, Optional<InstalledCertificate> onDisk) implements Outcome {}

  /** Not polled yet since the agent was started for these settings. */
  record Waiting(Optional<InstalledCertificate> onDisk) implements Outcome {}
}
