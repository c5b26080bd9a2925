package dev.akvvm.packaged;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of some folders of a machine: each name below them with type, mode, owner, ACLs,
 * change time and content. Whatever touches one of them shows in the next snapshot.
 */
record Outside(Map<String, String> files) {
  private static final Path PROGRAM = Path.of("../test-fixtures/attack/outside.py");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MOST = 20;

  Outside {
    files = new TreeMap<>(files);
  }

  static Outside of(Machine machine, List<String> folders) {
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(Programs.broughtInto(machine, PROGRAM));
    command.addAll(folders);
    Map<String, String> files = new TreeMap<>();
    for (String line :
        machine.vm().exec(LONG, command.toArray(String[]::new)).output().lines().toList()) {
      int tab = line.indexOf('\t');
      files.put(line.substring(0, tab), line.substring(tab + 1));
    }
    return new Outside(files);
  }

  /** The snapshot less one folder. */
  Outside without(String folder) {
    Map<String, String> others = new TreeMap<>(files);
    others.keySet().removeIf(path -> path.equals(folder) || path.startsWith(folder + "/"));
    return new Outside(others);
  }

  /** The files that a user, given by number, owns. */
  Outside ownedBy(int user) {
    Map<String, String> owned = new TreeMap<>(files);
    owned.values().removeIf(description -> !description.matches("\\w+ \\d+ " + user + ":.*"));
    return new Outside(owned);
  }

  /** What differs in a later snapshot, a line each, at most {@value #MOST}. */
  List<String> changesTo(Outside later) {
    TreeSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(later.files.keySet());
    List<String> changes = new ArrayList<>();
    for (String path : paths) {
      String before = files.get(path);
      String after = later.files.get(path);
      if (!Objects.equals(before, after)) {
        changes.add(path + ": was " + word(before) + ", is " + word(after));
      }
    }
    return changes.size() <= MOST
        ? changes
        : List.of(String.join("\n", changes.subList(0, MOST)), "and " + (changes.size() - MOST));
  }

  /**
   * Files of a later snapshot that are new or were changed, wherever they were moved: their inode
   * was not there, or had other content. Change times do not count, since a rename sets them.
   */
  List<String> madeUntil(Outside later) {
    Set<String> before = new HashSet<>();
    files.values().forEach(each -> before.add(regardlessOfTime(each)));
    return later.files.entrySet().stream()
        .filter(each -> !before.contains(regardlessOfTime(each.getValue())))
        .map(each -> each.getKey() + ": " + each.getValue())
        .limit(MOST)
        .toList();
  }

  private static String regardlessOfTime(String description) {
    return description.replaceAll(" ctime=\\d+", "");
  }

  private static String word(@Nullable String description) {
    return description == null ? "missing" : "[" + description + "]";
  }
}
