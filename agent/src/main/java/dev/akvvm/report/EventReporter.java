package dev.akvvm.report;

import dev.akvvm.files.IoReason;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.PassReport.Streak;
import dev.akvvm.text.PlainDuration;
import dev.akvvm.waagent.TelemetryEvents;
import dev.akvvm.waagent.TelemetryEvents.Event;
import dev.akvvm.waagent.TelemetryEvents.Level;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Azure, where waagent collects telemetry, of the few things that matter: few enough for its
 * limits however many certificates there are. Names and times only, no failure's text.
 */
public final class EventReporter {
  private static final Logger LOG = LoggerFactory.getLogger("Service");

  /** More names would hide the numbers. */
  private static final int MOST_NAMES = 20;

  private final Optional<TelemetryEvents> telemetry;
  private final Clock clock;
  private boolean awaitsSuccess;

  /**
   * A reporter that has reported nothing yet.
   *
   * @param telemetry empty where nobody collects it
   */
  public EventReporter(Optional<TelemetryEvents> telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * The service was started for settings.
   *
   * @param settings what they are, in a few words
   */
  public void started(String settings) {
    awaitsSuccess = true;
    write(List.of(new Event(Level.Informational, "Started", "started for " + settings)));
  }

  /** The process before this one ended as none should. */
  public void endedUnexpectedly(String exitCode) {
    write(
        List.of(
            new Event(
                Level.Error,
                "Ended",
                "the agent ended with exit code " + exitCode + " and was started again")));
  }

  /** What a pass has changed: the first success, and what began to fail, or works again. */
  public void report(PassReport pass) {
    Instant now = clock.instant();
    List<Event> events = new ArrayList<>();
    if (awaitsSuccess && Summary.isAllWell(pass, now)) {
      awaitsSuccess = false;
      events.add(new Event(Level.Informational, "Succeeded", Summary.of(pass, now)));
    }
    names(pass, streak -> streak.polls() == 1, true)
        .map(names -> new Event(Level.Warning, "Failing", "failing since " + now + ": " + names))
        .ifPresent(events::add);
    names(pass, _ -> true, false)
        .map(
            names ->
                new Event(
                    Level.Informational,
                    "Recovered",
                    "works again after %s at most: %s".formatted(longest(pass, now), names)))
        .ifPresent(events::add);
    write(events);
  }

  /** Those that were polled in this pass, if any, whose streak goes on or has ended. */
  private static Optional<String> names(
      PassReport pass, Predicate<Streak> condition, boolean goesOn) {
    List<String> names =
        streaks(pass, goesOn)
            .filter(each -> condition.test(each.getValue()))
            .map(each -> each.getKey().displayName())
            .sorted()
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? ", ... (" + names.size() + ")" : ""));
  }

  private static Stream<Map.Entry<ObservedCertificate, Streak>> streaks(
      PassReport pass, boolean goesOn) {
    return pass.streaks().entrySet().stream()
        .filter(each -> pass.polled().contains(each.getKey()))
        .filter(each -> pass.state(each.getKey()).failure().isPresent() == goesOn);
  }

  private static String longest(PassReport pass, Instant now) {
    return PlainDuration.of(
        streaks(pass, false)
            .map(each -> Duration.between(each.getValue().since(), now))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO));
  }

  private void write(List<Event> events) {
    if (telemetry.isEmpty() || events.isEmpty()) {
      return;
    }
    try {
      telemetry.get().write(events, clock.instant());
    } catch (IOException e) {
      // The folder may be gone or full: Azure then knows less, and nothing else is worse.
      LOG.debug("cannot leave telemetry: {}", IoReason.of(e));
    }
  }
}
