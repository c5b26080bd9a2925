package dev.akvvm.sync;

import dev.akvvm.store.InstalledCertificate;
import java.util.Optional;

/** What became of one certificate. */
public sealed interface Outcome {
  /** What readers of the link get now, if anything. */
  Optional<InstalledCertificate> onDisk();

  /** The same where something else keeps the certificate from being of use. */
  default Outcome withFailure(String reason) {
    Failure failure =
        this instanceof Failed(Failure own, _)
            ? own.withReason(own.reason() + "; " + reason)
            : Failure.needsOperator(reason);
    return new Failed(failure, onDisk());
  }

  /** What readers of the links get is new: another version, or files that were missing. */
  record Installed(InstalledCertificate certificate) implements Outcome {
    @Override
    public Optional<InstalledCertificate> onDisk() {
      return Optional.of(certificate);
    }
  }

  /** The current version was there already; readers get what they got before. */
  record Unchanged(InstalledCertificate certificate) implements Outcome {
    @Override
    public Optional<InstalledCertificate> onDisk() {
      return Optional.of(certificate);
    }
  }

  /**
   * Not everything is as the settings ask: most often the current version could not be installed,
   * and an older one may still be there, untouched; or it is there, but not for all its readers.
   *
   * @param failure why
   */
  record Failed(Failure failure, Optional<InstalledCertificate> onDisk) implements Outcome {}

  /** Not polled yet since the agent was started for these settings. */
  record Waiting(Optional<InstalledCertificate> onDisk) implements Outcome {}
}
