package dev.akvvm.report;

import dev.akvvm.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Metrics in the text format of Prometheus, version 0.0.4: <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">its description</a>. Families
 * without a sample are left out.
 */
final class MetricsText {
  private final StringBuilder text = new StringBuilder();

  /** One metric with all its samples. */
  static final class Family {
    private final List<String> samples = new ArrayList<>();
    private final String name;

    private Family(String name) {
      this.name = name;
    }

    /** Adds a sample. */
    Family sample(Map<String, String> labels, long value) {
      return add(labels, Long.toString(value));
    }

    /** Adds a sample of a time: seconds, with milliseconds as their fraction. */
    Family seconds(Map<String, String> labels, long milliseconds) {
      return add(labels, "%d.%03d".formatted(milliseconds / 1000, milliseconds % 1000));
    }

    private Family add(Map<String, String> labels, String value) {
      samples.add(name + labels(labels) + " " + value + "\n");
      return this;
    }

    private static String labels(Map<String, String> labels) {
      return labels.isEmpty()
          ? ""
          : labels.entrySet().stream()
              .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
              .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
      return PrintableText.of(value).replace("\\", "\\\\").replace("\"", "\\\"");
    }
  }

  /** A number that goes up and down. */
  void gauge(Family family, String help) {
    add(family, "gauge", help);
  }

  /** A number that only grows. */
  void counter(Family family, String help) {
    add(family, "counter", help);
  }

  private void add(Family family, String type, String help) {
    if (!family.samples.isEmpty()) {
      text.append("# HELP %s %s\n# TYPE %1$s %s\n".formatted(family.name, help, type));
      family.samples.forEach(text::append);
    }
  }

  /** A metric without samples yet. */
  Family family(String name) {
    return new Family(name);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
