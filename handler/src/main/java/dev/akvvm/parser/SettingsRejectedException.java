package dev.akvvm.parser;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The settings cannot be used. Carries every problem, so that one round of corrections is enough.
 */
public final class SettingsRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  SettingsRejectedException(List<Problem> problems) {
    super(
        problems.stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .map(Problem::toString)
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** Errors and warnings, in the order they were found. */
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
