package dev.akvvm.report;

import dev.akvvm.files.PropertiesFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Numbers that outlive the process, by name: a pass is a process, and counters that start over with
 * each would tell nothing. Losing their file is harmless: readers of counters know what a reset is.
 */
final class Counters {
  /** Enough for some thousand certificates. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private final Map<String, Long> values = new TreeMap<>();

  private Counters() {}

  /** As they were written; all are zero when there is no file, or it cannot be understood. */
  static Counters read(Path file) throws IOException {
    Counters counters = new Counters();
    try {
      PropertiesFile.read(file, MAX_BYTES)
          .forEach((name, value) -> counters.values.put(name, Long.parseLong(value)));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      counters.values.clear();
    }
    return counters;
  }

  void write(Path file) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    all().forEach((name, value) -> texts.put(name, Long.toString(value)));
    PropertiesFile.replace(file, texts);
  }

  synchronized void add(String name, long number) {
    values.merge(name, number, Long::sum);
  }

  synchronized void set(String name, long number) {
    values.put(name, number);
  }

  /** Forgets all others. */
  synchronized void keep(Predicate<String> name) {
    values.keySet().removeIf(name.negate());
  }

  /** All, in the order of their names. */
  synchronized Map<String, Long> all() {
    return new TreeMap<>(values);
  }
}
