package dev.akvvm.sync;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was learnt of a certificate when it was installed and its files do not tell.
 *
 * @param gap what its chain lacks, in one line; empty for a chain without a gap
 * @param renewal about when the vault makes the next version; empty where it does not, or where the
 *     identity may not ask
 */
public record Notes(Optional<String> gap, Optional<Instant> renewal) {
  /** Nothing to say. */
  public static final Notes NONE = new Notes(Optional.empty(), Optional.empty());

  private static final String GAP = "gap ";
  private static final String RENEWAL = "renewal ";

  /** Adds to {@code entries} what the next process must remember. */
  void remember(String link, Map<String, String> entries) {
    gap.ifPresent(text -> entries.put(GAP + link, text));
    renewal.ifPresent(time -> entries.put(RENEWAL + link, time.toString()));
  }

  static Notes recall(String link, Map<String, String> entries) {
    return new Notes(
        Optional.ofNullable(entries.get(GAP + link)),
        Optional.ofNullable(entries.get(RENEWAL + link)).flatMap(Notes::time));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
