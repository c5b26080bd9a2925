package dev.akvvm.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a certificate's turn is, and how it has fared: what the next pass must know of this one.
 *
 * @param due when to poll it
 * @param failures how many times in a row it has failed; 0 when it last succeeded
 * @param reason why it failed last; empty when it did not
 */
record PollState(Instant due, int failures, String reason) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,15}) (\\d{1,6}) (.*)", Pattern.DOTALL);

  String toText() {
    return due.toEpochMilli() + " " + failures + " " + reason;
  }

  /** The same at another time. */
  PollState at(Instant other) {
    return new PollState(other, failures, reason);
  }

  static Optional<PollState> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PollState(
                Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }
}
