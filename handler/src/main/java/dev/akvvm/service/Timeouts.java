package dev.akvvm.service;

import java.time.Duration;

/**
 * How long a command waits, in whole seconds. Together well under the 300 s waagent gives {@code
 * enable}.
 *
 * @param start for the agent to take its lock
 * @param stop for the agent to finish the file it is writing and end; then it is killed
 * @param otherCommand for another command to end
 */
public record Timeouts(Duration start, Duration stop, Duration otherCommand) {
  /** Those of commands that the guest agent runs. */
  public static final Timeouts USUAL =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(120));
}
