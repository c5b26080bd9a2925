package dev.akvvm.summary;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** The summary for people: who works, a table of the certificates, and what is wrong, once each. */
public final class SummaryText {
  private static final int VERSION_DIGITS = 8;
  private static final int MOST_NAMES = 5;

  private static final List<String> HEADINGS =
      List.of("CERTIFICATE", "STATE", "DAYS LEFT", "VERSION", "KEY", "LINK", "READERS", "SERVICES");

  private SummaryText() {}

  /**
   * Its lines.
   *
   * @param isRunning whether the agent runs
   */
  public static Stream<String> lines(MachineSummary summary, boolean isRunning, Instant now) {
    List<CertificateSummary> worstFirst =
        summary.certificates().stream()
            .sorted(Comparator.comparing(each -> each.health(now), Health.WORST_FIRST))
            .toList();
    return Stream.of(
            head(summary, isRunning, now),
            table(worstFirst, now),
            once(worstFirst, CertificateSummary::problems),
            once(worstFirst, each -> each.notes().stream()))
        .flatMap(lines -> lines);
  }

  private static Stream<String> head(MachineSummary summary, boolean isRunning, Instant now) {
    MachineSummary.Agent agent = summary.agent();
    String who =
        isRunning
            ? "agent: running since %s; settings %s; version %s"
                .formatted(time(agent.startedAt(), now), agent.settings(), agent.version())
            : "agent: not running; what follows is of " + time(summary.writtenAt(), now);
    return Stream.of(
            Stream.of(who),
            summary.polls().stream().map(polls -> polls(polls, isRunning, now)),
            summary.failure().map(failure -> "the agent cannot work: " + failure).stream())
        .flatMap(lines -> lines);
  }

  private static String polls(MachineSummary.Polls polls, boolean isRunning, Instant now) {
    return "polls: every %d s; last at %s; next at %s; identity: %s"
        .formatted(
            polls.interval().toSeconds(),
            polls.last().map(last -> time(last, now)).orElse("-"),
            isRunning ? time(polls.next(), now) : "-",
            polls.identity());
  }

  private static Stream<String> table(List<CertificateSummary> certificates, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    certificates.forEach(each -> rows.add(row(each, now)));
    Column[] columns =
        IntStream.range(0, HEADINGS.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .mapToObj(width -> new Column(width + 2, 0, Column.Overflow.SPAN))
            .toArray(Column[]::new);
    TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
    rows.forEach(row -> table.addRowValues(row.toArray(String[]::new)));
    return table.toString().lines().map(String::stripTrailing);
  }

  private static List<String> row(CertificateSummary certificate, Instant now) {
    return List.of(
        certificate.name(),
        certificate.state(now),
        certificate.daysLeft(now).stream().mapToObj(Long::toString).findFirst().orElse("-"),
        certificate.installed().map(SummaryText::shortVersion).orElse("-"),
        certificate.installed().flatMap(CertificateSummary.Installed::key).orElse("-"),
        certificate.link(),
        certificate.readers().isEmpty() ? "-" : String.join(", ", certificate.readers()),
        certificate.actions().isEmpty()
            ? "-"
            : certificate.actions().stream()
                .map(action -> action(action, now))
                .collect(Collectors.joining(", ")));
  }

  private static String shortVersion(CertificateSummary.Installed installed) {
    String version = installed.version();
    return version.substring(0, Math.min(VERSION_DIGITS, version.length()));
  }

  private static String action(ActionSummary action, Instant now) {
    return switch (action.state()) {
      case DONE -> action.action() + action.at().map(at -> " at " + time(at, now)).orElse("");
      case RUNNING -> action.action() + " running";
      case FAILING -> action.action() + " failing";
    };
  }

  /** What several certificates have in common is said once. */
  private static Stream<String> once(
      List<CertificateSummary> certificates, Function<CertificateSummary, Stream<String>> texts) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    certificates.forEach(
        each ->
            texts
                .apply(each)
                .forEach(
                    text -> names.computeIfAbsent(text, _ -> new ArrayList<>()).add(each.name())));
    return names.entrySet().stream().map(each -> names(each.getValue()) + ": " + each.getKey());
  }

  private static String names(List<String> names) {
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? " and %d more".formatted(names.size() - MOST_NAMES) : "");
  }

  /** The time alone if it is of today; times of machines are in UTC here. */
  private static String time(Instant time, Instant now) {
    String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
    return LocalDate.ofInstant(time, ZoneOffset.UTC)
            .equals(LocalDate.ofInstant(now, ZoneOffset.UTC))
        ? text.substring(text.indexOf('T') + 1)
        : text;
  }
}
