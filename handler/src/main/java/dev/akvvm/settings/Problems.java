package dev.akvvm.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects problems while the settings are read on, so that all are reported together. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void error(String pointer, String message) {
    found.add(new Problem(pointer, Problem.Severity.ERROR, message));
  }

  void warning(String pointer, String message) {
    found.add(new Problem(pointer, Problem.Severity.WARNING, message));
  }

  boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
  }

  List<Problem> all() {
    return List.copyOf(found);
  }
}
