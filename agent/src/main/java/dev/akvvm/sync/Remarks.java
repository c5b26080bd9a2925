package dev.akvvm.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a successful poll says of a certificate besides what is installed.
 *
 * @param warnings what an operator should fix
 * @param notes what is worth knowing and nothing to fix, such as which version is held back; each
 *     one line about what the vault has beyond what is installed
 */
public record Remarks(List<Warning> warnings, List<String> notes) {
  /** Nothing to say. */
  public static final Remarks NONE = new Remarks(List.of(), List.of());

  private static final String WARNING = "warning ";
  private static final String NOTE = "note ";

  /** Copies the lists. */
  public Remarks {
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  Remarks with(Warning warning) {
    return new Remarks(Stream.concat(warnings.stream(), Stream.of(warning)).toList(), notes);
  }

  Remarks with(String note) {
    return new Remarks(warnings, Stream.concat(notes.stream(), Stream.of(note)).toList());
  }

  /** Adds to {@code entries} what the next process must know. */
  void remember(String link, Map<String, String> entries) {
    Warning.remember(WARNING, warnings, link, entries);
    if (!notes.isEmpty()) {
      entries.put(NOTE + link, String.join("; ", notes));
    }
  }

  static Remarks recall(String link, Map<String, String> entries) {
    return new Remarks(
        Warning.recall(WARNING, link, entries),
        Optional.ofNullable(entries.get(NOTE + link)).stream().toList());
  }
}
