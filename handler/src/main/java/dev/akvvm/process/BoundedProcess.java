package dev.akvvm.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A command with limits on its time and output, without input, and with no variables but the given
 * ones.
 */
public final class BoundedProcess {
  /** Where programs that are named without a path are searched for. */
  public static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** What every program may rely on. */
  public static final Map<String, String> CLEAN = Map.of("PATH", SEARCH_PATH, "LANG", "C.UTF-8");

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /** Output written after the command has ended is not read for ever. */
  private static final int MOST_AFTER_ITS_END = 1 << 20;

  private final byte[] buffer = new byte[1 << 16];
  private final OutputTail output = new OutputTail();
  private final OutputTail errors = new OutputTail();
  private final Process process;

  private BoundedProcess(Process process) {
    this.process = process;
  }

  /**
   * Runs a command until it ends or its time is up.
   *
   * @param limit when it is killed, if it has not ended by then
   * @throws IOException when it cannot be started
   */
  public static ProcessResult run(
      List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    return start(command, environment).await(limit);
  }

  /** Starts a command; {@link #await} does the rest. */
  public static BoundedProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(new File("/")).redirectInput(new File("/dev/null"));
    return new BoundedProcess(builder.start());
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits until it ends or its time is up. Reads without blocking, because a process that the
   * command leaves behind may keep the pipe open.
   */
  public ProcessResult await(Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    try (InputStream out = process.getInputStream();
        InputStream err = process.getErrorStream()) {
      while (process.isAlive() && System.nanoTime() - end < 0) {
        if (take(out, output) + take(err, errors) == 0) {
          Thread.sleep(LOOK_AGAIN);
        }
      }
      boolean isDone = !process.isAlive();
      if (!isDone) {
        // Through its handle: the process itself would close its output.
        process.toHandle().destroyForcibly();
      }
      drain(out, output);
      drain(err, errors);
      ProgramOutput said = errors.output();
      return new ProcessResult(
          isDone ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
          said.lines().isEmpty() ? output.output() : said,
          limit);
    }
  }

  private void drain(InputStream in, OutputTail output) throws IOException {
    int taken = 0;
    int more = 1;
    while (more > 0 && taken < MOST_AFTER_ITS_END) {
      more = take(in, output);
      taken += more;
    }
  }

  private int take(InputStream in, OutputTail output) throws IOException {
    int ready = Math.min(in.available(), buffer.length);
    int length = ready == 0 ? 0 : Math.max(0, in.read(buffer, 0, ready));
    output.add(buffer, length);
    return length;
  }
}
