package dev.akvvm.parser;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems while reading goes on, so that all are reported together. */
final class Problems {
  /** A setting that several certificates inherit is reported once. */
  private final Set<Problem> found = new LinkedHashSet<>();

  private int errors;

  void error(String pointer, String message) {
    found.add(new Problem(pointer, Problem.Severity.ERROR, message));
    errors++;
  }

  void warning(String pointer, String message) {
    found.add(new Problem(pointer, Problem.Severity.WARNING, message));
  }

  /** How often an error was reported, counting duplicates. */
  int errors() {
    return errors;
  }

  List<Problem> all() {
    return List.copyOf(found);
  }
}
