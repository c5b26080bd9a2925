package dev.akvvm.agent;

import java.time.Duration;

/** What the agent does when it is told to end. */
final class Signals {
  /** Enough to finish writing a file, but not to wait for a hanging request. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private Signals() {}

  /** TERM and INT end the agent between two steps rather than in the middle of one. */
  static void stopOnTermination(PollLoop loop) {
    Thread hook =
        new Thread(
            () -> {
              try {
                loop.stop(LIMIT);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }
}
