package dev.akvvm.parser;

import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code metricsSettings}: where metrics are written for node_exporter. */
final class MetricsParser {
  /** node_exporter reads no other files. */
  private static final String ENDING = ".prom";

  private MetricsParser() {}

  /** The file; empty if none is set, or if it cannot be used, which is reported. */
  static Optional<Path> parse(Field settings) {
    if (!settings.isObject() || settings.holdsNothing()) {
      return Optional.empty();
    }
    settings.warnOfUnknownKeys(KnownKeys.METRICS);
    Field file = settings.child("textfile");
    return file.text().flatMap(text -> path(file, text));
  }

  private static Optional<Path> path(Field file, String text) {
    if (text.startsWith("/") && text.endsWith(ENDING) && StorePath.isPath(text)) {
      Path path = Path.of(text).normalize();
      String name = String.valueOf(path.getFileName());
      if (!name.startsWith(".") && StorePath.isNameOfUsualLength(name)) {
        return Optional.of(path);
      }
    }
    file.error(
        "expected the absolute path of a file whose name ends in "
            + ENDING
            + ", in the directory of node_exporter's textfile collector, found "
            + file.found());
    return Optional.empty();
  }
}
