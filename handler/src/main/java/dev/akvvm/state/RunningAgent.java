package dev.akvvm.state;

import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which agent runs: the one line the launcher writes into the lock file once it holds the lock.
 *
 * @param pid the launcher's
 * @param sequence the settings it was started for
 * @param home the package it was started from
 */
public record RunningAgent(long pid, SequenceNumber sequence, Path home) {
  /** "kill -- -0" and "kill -- -1" would hit the caller's group and the whole machine. */
  private static final long FIRST_PID = 2;

  private static final Pattern LINE = Pattern.compile("(\\d{1,10}) (\\d{1,9}) (/.*)");

  /** Refuses pids that cannot be a process of ours, because they will be signalled. */
  public RunningAgent {
    if (pid < FIRST_PID) {
      throw new IllegalArgumentException("no launcher has the process number " + pid);
    }
  }

  /** Reads the line; empty when it is not one (the launcher has not written it yet). */
  public static Optional<RunningAgent> parse(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) < FIRST_PID) {
      return Optional.empty();
    }
    return Optional.of(
        new RunningAgent(
            Long.parseLong(matcher.group(1)),
            SequenceNumber.parse(matcher.group(2)),
            Path.of(matcher.group(3))));
  }
}
