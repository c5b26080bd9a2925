package dev.akvvm.emulator;

import java.time.Instant;

/**
 * One request that arrived at {@code listener}. Headers and bodies are not kept, so no token can
 * end up in a test report.
 *
 * @param host the Host header as sent, with its port where it has one
 * @param query the raw query without the question mark, empty when there is none
 * @param status the status that was answered, or {@link #NO_ANSWER}
 * @param time when the answer was decided, by the emulator's clock
 */
public record RecordedRequest(
    Listener listener,
    String method,
    String host,
    String path,
    String query,
    int status,
    Instant time) {

  /** The status of a request that got no answer: dropped, or left hanging. */
  public static final int NO_ANSWER = 0;
}
