package dev.akvvm.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A process of a machine, with the ids it has there. The command line of a zombie is its name and
 * {@code <defunct>}.
 */
public record VmProcess(long pid, long parent, String commandLine) {
  public VmProcess {
    Objects.requireNonNull(commandLine);
  }

  /** Reads one directory of proc(5); nothing if the process ended meanwhile. */
  static Optional<VmProcess> read(Path directory) {
    try {
      String stat = Files.readString(directory.resolve("stat"));
      // The name stands in parentheses and may contain some itself: "7 (a) b) S 1 ...".
      int end = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, end);
      String[] fields = stat.substring(end + 2).split(" ", 3);
      String commandLine =
          Files.readString(directory.resolve("cmdline")).replace('\0', ' ').strip();
      return Optional.of(
          new VmProcess(
              Long.parseLong(directory.getFileName().toString()),
              Long.parseLong(fields[1]),
              commandLine.isEmpty() ? "[" + name + "] <defunct>" : commandLine));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
