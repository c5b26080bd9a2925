package dev.akvvm.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Names and values that one process leaves for the next, in the form of {@link Properties}. */
public final class PropertiesFile {
  private PropertiesFile() {}

  /**
   * Reads a file.
   *
   * @param maxBytes more than it can have
   * @throws IOException when it is missing, longer, or cannot be read
   * @throws IllegalArgumentException when it is not of this form
   */
  public static Map<String, String> read(Path file, int maxBytes) throws IOException {
    return parse(new String(DurableFiles.read(file, maxBytes), UTF_8));
  }

  /**
   * Reads a file's content, ordered by name.
   *
   * @throws IllegalArgumentException when it is not of this form
   */
  public static Map<String, String> parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new IllegalStateException("text in memory can be read", e);
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name)));
    return values;
  }

  /** What {@link #parse} reads. */
  public static String format(Map<String, String> values) {
    Properties properties = new Properties();
    properties.putAll(values);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new IllegalStateException("text in memory can be written", e);
    }
    return text.toString();
  }

  /** Replaces a file, which root alone can read. */
  public static void replace(Path file, Map<String, String> values) throws IOException {
    DurableFiles.replace(file, format(values).getBytes(UTF_8), Modes.PRIVATE_FILE);
  }
}
