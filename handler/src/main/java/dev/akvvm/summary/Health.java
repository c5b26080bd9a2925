package dev.akvvm.summary;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How urgently an operator is needed, with the exit codes that monitoring plugins have for it. */
public enum Health {
  /** Nothing to do. */
  GOOD(0),
  /** Something to fix, but services have what they need. */
  WARNING(1),
  /** Services have nothing valid, or soon will not. */
  CRITICAL(2),
  /** Not known yet. */
  UNKNOWN(3);

  private static final List<Health> BEST_FIRST = List.of(GOOD, UNKNOWN, WARNING, CRITICAL);

  /** The worst comes first. */
  static final Comparator<Health> WORST_FIRST =
      Comparator.comparingInt((Health health) -> BEST_FIRST.indexOf(health)).reversed();

  private final int exitCode;

  Health(int exitCode) {
    this.exitCode = exitCode;
  }

  /** 0 good, 1 warning, 2 critical, 3 unknown. */
  public int exitCode() {
    return exitCode;
  }

  static Health worst(Stream<Health> all) {
    return all.min(WORST_FIRST).orElse(GOOD);
  }
}
