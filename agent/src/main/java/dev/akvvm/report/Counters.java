package dev.akvvm.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
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
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(DurableFiles.read(file, MAX_BYTES), UTF_8)));
      for (String name : properties.stringPropertyNames()) {
        counters.values.put(name, Long.parseLong(properties.getProperty(name)));
      }
    } catch (NoSuchFileException | IllegalArgumentException e) {
      counters.values.clear();
    }
    return counters;
  }

  void write(Path file) throws IOException {
    Properties properties = new Properties();
    Map<String, Long> now = all();
    now.forEach((name, value) -> properties.setProperty(name, Long.toString(value)));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    DurableFiles.replace(file, text.toString().getBytes(UTF_8), Modes.PRIVATE_FILE);
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
