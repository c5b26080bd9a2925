package dev.akvvm.summary;

import static dev.akvvm.summary.Summaries.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How urgently an operator is needed. */
final class MachineSummaryTest {
  private static final CertificateSummary GOOD = Summaries.certificate("contoso/web", 90);
  private static final ActionSummary FAILING =
      new ActionSummary("reload of x", ActionSummary.State.FAILING, Optional.empty(), "it failed");
  private static final ActionSummary DONE =
      new ActionSummary("reload of x", ActionSummary.State.DONE, Optional.of(NOON), "");

  static Stream<Arguments> certificates() {
    Optional<String> failure = Optional.of("no token");
    Instant past = NOON.plus(91, ChronoUnit.DAYS);
    return Stream.of(
        Arguments.of(Health.GOOD, "current", NOON, GOOD),
        Arguments.of(Health.GOOD, "current", NOON, with(List.of(), List.of(DONE))),
        Arguments.of(Health.WARNING, "warning", NOON, with(List.of("odd"), List.of())),
        Arguments.of(Health.WARNING, "action failing", NOON, with(List.of(), List.of(FAILING))),
        Arguments.of(
            Health.WARNING, "failing", NOON, Summaries.with(GOOD, failure, List.of(), List.of())),
        Arguments.of(Health.CRITICAL, "failing", NOON, Summaries.missing("contoso/web", failure)),
        Arguments.of(Health.CRITICAL, "expired", past, GOOD),
        Arguments.of(
            Health.CRITICAL,
            "failing",
            NOON.minus(2, ChronoUnit.DAYS),
            Summaries.with(GOOD, failure, List.of(), List.of())),
        Arguments.of(
            Health.UNKNOWN, "waiting", NOON, Summaries.missing("contoso/web", Optional.empty())),
        Arguments.of(Health.WARNING, "unmanaged", NOON, Summaries.unmanaged("contoso/web")));
  }

  private static CertificateSummary with(List<String> warnings, List<ActionSummary> actions) {
    return Summaries.with(GOOD, Optional.empty(), warnings, actions);
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void health_certificate(
      Health expected, String word, Instant now, CertificateSummary certificate) {
    assertEquals(expected, certificate.health(now));
    assertEquals(word, certificate.state(now));
  }

  @Test
  void health_worstOfAll_counts() {
    CertificateSummary waiting = Summaries.missing("contoso/new", Optional.empty());
    CertificateSummary warned = with(List.of("odd"), List.of());

    assertEquals(Health.GOOD, health(GOOD));
    assertEquals(Health.UNKNOWN, health(GOOD, waiting));
    assertEquals(Health.WARNING, health(GOOD, waiting, warned));
    assertEquals(
        Health.CRITICAL,
        health(warned, Summaries.missing("contoso/api", Optional.of("denied")), GOOD));
  }

  private static Health health(CertificateSummary... certificates) {
    return MachineSummary.health(Optional.of(Summaries.of(certificates)), true, NOON);
  }

  @Test
  void health_agentStopped_isCriticalHoweverWellAllIs() {
    assertEquals(
        Health.CRITICAL, MachineSummary.health(Optional.of(Summaries.of(GOOD)), false, NOON));
    assertEquals(Health.CRITICAL, MachineSummary.health(Optional.empty(), false, NOON));
    assertEquals(Health.UNKNOWN, MachineSummary.health(Optional.empty(), true, NOON));
  }

  @Test
  void health_agentThatCannotWork_isCritical() {
    MachineSummary well = Summaries.of(GOOD);
    MachineSummary unable =
        new MachineSummary(
            well.writtenAt(),
            well.agent(),
            well.polls(),
            Optional.of("the settings cannot be read"),
            well.certificates());

    assertEquals(Health.CRITICAL, MachineSummary.health(Optional.of(unable), true, NOON));
  }

  @Test
  void exitCodes_areThoseOfMonitoringPlugins() {
    assertEquals(List.of(0, 1, 2, 3), Stream.of(Health.values()).map(Health::exitCode).toList());
  }
}
