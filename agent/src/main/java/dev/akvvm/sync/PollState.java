package dev.akvvm.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a certificate is due, and how its polls went: what the next pass must know about it.
 *
 * @param due when to poll it
 * @param failures how many times in a row it had to be retried early; 0 when all is well
 * @param explained the kind of failure, if the vault was asked about it
 * @param reason why it could not be brought up to date last; empty when it was
 */
record PollState(Instant due, int failures, Optional<String> explained, String reason) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,15}) (\\d{1,6}) (?:\\[(\\S+)] )?(.*)", Pattern.DOTALL);

  /** Never polled, and due at once. */
  static PollState first() {
    return new PollState(Instant.EPOCH, 0, Optional.empty(), "");
  }

  String toText() {
    String word = explained.map(each -> "[" + each + "] ").orElse("");
    return due.toEpochMilli() + " " + failures + " " + word + reason;
  }

  /** The same, due at another time. */
  PollState at(Instant other) {
    return new PollState(other, failures, explained, reason);
  }

  static Optional<PollState> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PollState(
                Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
                Integer.parseInt(matcher.group(2)),
                Optional.ofNullable(matcher.group(3)),
                matcher.group(4)))
        : Optional.empty();
  }
}
