package dev.akvvm.service;

import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code enable} does about the agent. */
public enum Decision {
  /** The right agent runs and has reported: leave everything alone. */
  KEEP,
  /** No agent runs, or one that is about to end. */
  START,
  /** An agent runs for older settings, from another package, or without reporting. */
  REPLACE,
  /** An agent runs for newer settings: this command came late. */
  REJECT;

  /**
   * Decides from what was asked and what is.
   *
   * @param home the package whose {@code enable} runs
   * @param requested the sequence number it was run for
   * @param running the agent that holds the lock
   * @param reported whether the requested sequence number has a status that is not an error
   */
  public static Decision of(
      Path home, SequenceNumber requested, Optional<RunningAgent> running, boolean reported) {
    if (running.isEmpty()) {
      return START;
    }
    RunningAgent agent = running.get();
    if (!agent.home().equals(home)) {
      return REPLACE;
    }
    int order = agent.sequence().compareTo(requested);
    if (order > 0) {
      return REJECT;
    }
    return order == 0 && reported ? KEEP : REPLACE;
  }
}
