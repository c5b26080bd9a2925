package dev.akvvm.summary;

import dev.akvvm.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process, and no later one that gets its number.
 *
 * @param pid its number
 * @param startTicks when it was started, in clock ticks since boot: field 22 of {@code
 *     /proc/<pid>/stat}, see proc(5)
 */
public record RunningProcess(long pid, long startTicks) {
  private static final int MOST = 4096;

  /** Counted from behind the name, which may contain anything. */
  private static final int START = 19;

  /** The process that has this number now; empty if there is none. */
  public static Optional<RunningProcess> now(long pid) {
    try {
      String stat =
          new String(
              DurableFiles.read(Path.of("/proc", Long.toString(pid), "stat"), MOST),
              StandardCharsets.ISO_8859_1);
      List<String> fields =
          List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
      return Optional.of(new RunningProcess(pid, Long.parseLong(fields.get(START))));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it runs still. */
  public boolean isRunning() {
    return now(pid).equals(Optional.of(this));
  }
}
