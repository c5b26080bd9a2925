package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.Modes;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Which names this extension made, as a properties file. Losing it is harmless: old names then
 * stay.
 *
 * @param owners file names of certificates, by the absolute path that was created for them
 * @param saved the content of the file
 */
record LinkRecord(Map<String, String> owners, Map<String, String> saved) {
  /** Enough for thousands of names. */
  private static final int MAX_BYTES = 8 << 20;

  LinkRecord {
    owners = Map.copyOf(owners);
    saved = Map.copyOf(saved);
  }

  static LinkRecord read(Path file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(DurableFiles.read(file, MAX_BYTES), UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      properties.clear();
    }
    Map<String, String> owners = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> owners.put(key, properties.getProperty(key)));
    return new LinkRecord(owners, owners);
  }

  LinkRecord add(Collection<Path> names, String owner) {
    Map<String, String> more = new TreeMap<>(owners);
    names.forEach(name -> more.put(name.toString(), owner));
    return new LinkRecord(more, saved);
  }

  LinkRecord without(Path name) {
    Map<String, String> fewer = new TreeMap<>(owners);
    fewer.remove(name.toString());
    return new LinkRecord(fewer, saved);
  }

  List<Path> namesOf(String owner) {
    return owners.entrySet().stream()
        .filter(entry -> entry.getValue().equals(owner))
        .map(entry -> Path.of(entry.getKey()))
        .sorted()
        .toList();
  }

  /**
   * Replaces the file unless it already says the same.
   *
   * @return the record, now saved
   */
  LinkRecord write(Path file) throws IOException {
    if (!owners.equals(saved)) {
      Properties properties = new Properties();
      properties.putAll(owners);
      StringWriter text = new StringWriter();
      properties.store(text, null);
      DurableFiles.replace(file, text.toString().getBytes(UTF_8), Modes.PRIVATE_FILE);
    }
    return new LinkRecord(owners, owners);
  }
}
