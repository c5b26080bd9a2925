package dev.akvvm.summary;

import dev.akvvm.waagent.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * How all certificates of this machine are, as the agent saw them last.
 *
 * @param writtenAt when that was, in whole seconds
 * @param agent who wrote it
 * @param polls how the vaults are asked; empty when the agent could not read that in its settings
 * @param failure why the agent cannot work at all; empty when it can
 * @param certificates those in the settings in their order, then those that have left them
 */
public record MachineSummary(
    Instant writtenAt,
    Agent agent,
    Optional<Polls> polls,
    Optional<String> failure,
    List<CertificateSummary> certificates) {
  /** Copies the list, and cuts the time to the second, as the file holds it. */
  public MachineSummary {
    writtenAt = writtenAt.truncatedTo(ChronoUnit.SECONDS);
    certificates = List.copyOf(certificates);
  }

  /**
   * The agent that works on this machine.
   *
   * @param process its launcher: as long as that runs, the agent does
   * @param startedAt when that was started, in whole seconds
   * @param settings the number of the settings it works with
   * @param version of its package
   */
  public record Agent(
      RunningProcess process, Instant startedAt, SequenceNumber settings, String version) {
    /** Cuts the time to the second, as the file holds it. */
    public Agent {
      startedAt = startedAt.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * How the vaults are asked.
   *
   * @param identity who asks, unless a certificate names somebody else
   * @param last when they were last; empty when they have not been yet
   * @param next when the next certificate is due
   * @param interval between two polls of a certificate
   */
  public record Polls(String identity, Optional<Instant> last, Instant next, Duration interval) {
    /** Cuts the times to the second, as the file holds them. */
    public Polls {
      last = last.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
      next = next.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * How urgently an operator is needed.
   *
   * @param summary empty when the agent has written none since the machine was started
   * @param isRunning whether the agent runs
   */
  public static Health health(Optional<MachineSummary> summary, boolean isRunning, Instant now) {
    return summary
        .map(each -> each.health(isRunning, now))
        .orElse(isRunning ? Health.UNKNOWN : Health.CRITICAL);
  }

  private Health health(boolean isRunning, Instant now) {
    if (!isRunning || failure.isPresent()) {
      return Health.CRITICAL;
    }
    return Health.worst(certificates.stream().map(each -> each.health(now)));
  }
}
