package dev.akvvm.store;

import dev.akvvm.files.PropertiesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    try {
      Map<String, String> owners = PropertiesFile.read(file, MAX_BYTES);
      return new LinkRecord(owners, owners);
    } catch (IOException | IllegalArgumentException e) {
      return new LinkRecord(Map.of(), Map.of());
    }
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
      PropertiesFile.replace(file, owners);
    }
    return new LinkRecord(owners, owners);
  }
}
