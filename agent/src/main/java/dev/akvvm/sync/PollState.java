package dev.akvvm.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a certificate is due, and how it has fared: what the next pass must know of this one.
 *
 * @param due when to poll it
 * @param failures how many times in a row it was to be polled again soon; 0 when all is well
 * @param reason why it could not be brought up to date last; empty when it could
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
