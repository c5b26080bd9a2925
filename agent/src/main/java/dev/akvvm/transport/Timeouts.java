package dev.akvvm.transport;

import java.time.Duration;

/**
 * How long a request may take; whatever hangs results in an error.
 *
 * @param connect until the connection is established, and again until TLS is
 * @param firstByte until the answer begins, and between any two parts of it
 * @param whole from the request to the end of the answer
 */
public record Timeouts(Duration connect, Duration firstByte, Duration whole) {
  /** The agent's timeouts. */
  public static final Timeouts USUAL =
      new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));

  static String seconds(Duration time) {
    return time.toSeconds() + " s";
  }
}
