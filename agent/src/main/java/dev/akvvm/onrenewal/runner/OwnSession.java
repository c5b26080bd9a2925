package dev.akvvm.onrenewal.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.akvvm.process.BoundedProcess;
import dev.akvvm.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A program in a session of its own, where there is no systemd to run it. {@code timeout} limits it
 * even when the agent is killed, and the lock then keeps a second copy from being started while the
 * first still runs. Both are also between the program and the agent: a program that kills its
 * parent hits one of them.
 *
 * @param lock held while a program runs
 */
record OwnSession(Path lock) implements ProcessIsolation {
  private static final Duration MARGIN = GRACE.plusSeconds(5);

  /** The exit codes of {@code timeout}, and of a program it had to kill. */
  private static final List<Integer> TIMED_OUT = List.of(124, 137);

  /** proc(5): the session's number among the fields that follow the name. */
  private static final int SESSION = 3;

  @Override
  public ProcessResult run(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("setsid", "flock", "--close", lock.toString()));
    line.addAll(List.of("timeout", "--kill-after=" + GRACE.toSeconds()));
    line.add(Long.toString(limit.toSeconds()));
    line.addAll(command);
    long start = System.nanoTime();
    BoundedProcess process = BoundedProcess.start(line, environment);
    try {
      ProcessResult result = process.await(limit.plus(MARGIN));
      boolean isLate = System.nanoTime() - start >= limit.toNanos();
      boolean isTimeout = isLate && TIMED_OUT.stream().anyMatch(result::endedWith);
      return new ProcessResult(
          isTimeout ? OptionalInt.empty() : result.exitCode(), result.output(), limit);
    } finally {
      killSession(process.pid());
    }
  }

  /** The session's number is not reused while a process is left in it. */
  private static void killSession(long leader) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      entries
          .filter(entry -> entry.getFileName().toString().matches("\\d+"))
          .filter(entry -> isIn(leader, entry))
          .forEach(
              entry ->
                  ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                      .ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  private static boolean isIn(long leader, Path entry) {
    try {
      String stat = Files.readString(entry.resolve("stat"), ISO_8859_1);
      // The name is in parentheses and may contain some itself.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SESSION + 2);
      return fields[SESSION].equals(Long.toString(leader));
    } catch (IOException e) {
      return false;
    }
  }
}
