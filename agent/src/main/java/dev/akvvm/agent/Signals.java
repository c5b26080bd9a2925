package dev.akvvm.agent;

import java.time.Duration;

/** What the agent does when it is told to end. */
final class Signals {
  /** Enough to write a file to its end, and not to see a request through that hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private Signals() {}

  /** TERM and INT end the agent between two steps rather than within one. */
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
