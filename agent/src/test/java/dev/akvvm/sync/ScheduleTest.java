package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.testing.Observed;
import dev.akvvm.vault.VaultException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PollPolicy HOURLY = PollPolicy.of(Duration.ofHours(1), 0);
  private static final ObservedCertificate WEB = certificate("contoso", "web");
  private static final ObservedCertificate API = certificate("contoso", "api");
  private static final ObservedCertificate OTHER = certificate("fabrikam", "web");
  private static final Optional<Failure> DONE = Optional.empty();

  private final Schedule schedule =
      new Schedule(List.of(WEB, API, OTHER), HOURLY, ScheduleTest::tokens);

  @Test
  void isDue_nothingRemembered_isTrueForAll() {
    assertTrue(schedule.isDue(WEB, NOW));
    assertTrue(schedule.isDue(OTHER, NOW));
  }

  @Test
  void record_success_waitsForTheInterval() {
    record(WEB, DONE, NOW);
    assertFalse(schedule.isDue(WEB, NOW.plusSeconds(3599)));
    assertTrue(schedule.isDue(WEB, NOW.plusSeconds(3600)));
  }

  @Test
  void record_successLaterInAPass_countsFromItsBeginning() {
    Instant later = NOW.plusSeconds(20);
    schedule.record(WEB, DONE, Optional.empty(), Optional.empty(), NOW, later);
    assertFalse(schedule.isDue(WEB, NOW.plusSeconds(3599)));
    assertTrue(schedule.isDue(WEB, NOW.plusSeconds(3600)));
  }

  @Test
  void due_someAreDueSoon_arePolledWithThoseThatAre() {
    record(WEB, DONE, NOW);
    record(API, DONE, NOW.plusSeconds(50));
    record(OTHER, DONE, NOW.plusSeconds(70));
    assertEquals(List.of(), schedule.due(NOW.plusSeconds(3599)));
    assertEquals(List.of(WEB, API), schedule.due(NOW.plusSeconds(3600)));
  }

  @Test
  void due_oneHasFailedAndIsDueSoon_keepsItsPause() {
    record(WEB, DONE, NOW);
    record(OTHER, DONE, NOW);
    record(API, failed(Optional.empty()), NOW.plusSeconds(3599).plusMillis(500));
    assertEquals(List.of(WEB, OTHER), schedule.due(NOW.plusSeconds(3600)));
  }

  @Test
  void due_vaultOfOneThatIsDueSoonAskedForAPause_isLeftAlone() {
    record(OTHER, DONE, NOW);
    record(API, DONE, NOW.plusSeconds(10));
    record(WEB, failed(Optional.of(Duration.ofSeconds(40))), NOW.plusSeconds(3590));
    assertEquals(List.of(OTHER), schedule.due(NOW.plusSeconds(3600)));
  }

  @Test
  void record_failure_isTriedAgainAloneAndCounts() {
    recordAll(DONE, NOW);
    record(WEB, failed(Optional.empty()), NOW);
    assertEquals(NOW.plusSeconds(1), schedule.next());
    assertFalse(schedule.isDue(API, NOW.plusSeconds(1)));
    record(WEB, failed(Optional.empty()), NOW.plusSeconds(1));
    assertEquals(NOW.plusSeconds(3), schedule.next());
    record(WEB, DONE, NOW.plusSeconds(3));
    assertEquals(NOW.plusSeconds(3600), schedule.next());
  }

  @Test
  void record_retryAfter_holdsForTheWholeVaultAndNoOther() {
    record(WEB, failed(Optional.of(Duration.ofSeconds(40))), NOW);
    assertFalse(schedule.isDue(API, NOW.plusSeconds(39)));
    assertTrue(schedule.isDue(API, NOW.plusSeconds(40)));
    assertTrue(schedule.isDue(OTHER, NOW));
  }

  @Test
  void record_throttledWithoutRetryAfter_holdsTheVaultBackToo() {
    Failure throttled =
        new Failure(
            Failure.Kind.THROTTLED,
            "429",
            Optional.empty(),
            Optional.of(Source.of(WEB.vault())),
            Optional.empty());
    record(WEB, Optional.of(throttled), NOW);
    assertFalse(schedule.isDue(API, NOW));
    assertTrue(schedule.isDue(API, NOW.plusSeconds(1)));
    assertTrue(schedule.isDue(OTHER, NOW));
  }

  @Test
  void recall_entriesOfAnEarlierProcess_goOnWhereItLeft() {
    recordAll(DONE, NOW);
    record(WEB, failed(Optional.of(Duration.ofSeconds(40))), NOW);
    Schedule next = new Schedule(List.of(WEB, API, OTHER), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), false, NOW.plusSeconds(1));
    assertEquals(NOW.plusSeconds(40), next.next());
    assertEquals(1, next.state(WEB).failures());
    assertEquals("it failed", next.state(WEB).reason());
    assertFalse(next.isDue(OTHER, NOW.plusSeconds(3599)));
  }

  @Test
  void recall_everythingNow_isDueButForWhatTheVaultAskedFor() {
    recordAll(DONE, NOW);
    record(WEB, failed(Optional.of(Duration.ofSeconds(40))), NOW);
    Schedule next = new Schedule(List.of(WEB, API, OTHER), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), true, NOW.plusSeconds(1));
    assertTrue(next.isDue(OTHER, NOW.plusSeconds(1)));
    assertFalse(next.isDue(WEB, NOW.plusSeconds(1)));
    assertEquals(0, next.state(WEB).failures());
  }

  @Test
  void recall_everythingNowAfterUnreachable_isDueAtOnce() {
    Failure away =
        new Failure(
            Failure.Kind.TRANSIENT,
            "no way",
            Optional.empty(),
            Optional.of(Source.of(WEB.vault())),
            Optional.empty());
    record(WEB, Optional.of(away), NOW);
    assertFalse(schedule.isDue(API, NOW));
    Schedule next = new Schedule(List.of(WEB, API, OTHER), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), true, NOW);
    assertTrue(next.isDue(WEB, NOW));
    assertTrue(next.isDue(API, NOW));
  }

  @Test
  void record_tokensSourceAskedForAPause_holdsForAllWhoHaveItInEveryVault() {
    record(WEB, Optional.of(noToken(Optional.of(Duration.ofSeconds(40)))), NOW);
    assertFalse(schedule.isDue(API, NOW.plusSeconds(39)));
    assertTrue(schedule.isDue(API, NOW.plusSeconds(40)));
    assertTrue(schedule.isDue(OTHER, NOW));

    ObservedCertificate elsewhere = certificate("northwind", "web");
    Schedule next = new Schedule(List.of(elsewhere, OTHER), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), true, NOW.plusSeconds(1));
    assertFalse(next.isDue(elsewhere, NOW.plusSeconds(39)));
    assertTrue(next.isDue(elsewhere, NOW.plusSeconds(40)));
    assertTrue(next.isDue(OTHER, NOW.plusSeconds(1)));
  }

  @Test
  void record_noTokenWithoutAPause_holdsForTheVault() {
    record(WEB, Optional.of(noToken(Optional.empty())), NOW);
    assertFalse(schedule.isDue(API, NOW));
    assertTrue(schedule.isDue(certificate("northwind", "web"), NOW));
  }

  private static Failure noToken(Optional<Duration> retryAfter) {
    return Failure.of(new VaultException.NoToken("no token", retryAfter), WEB.vault(), tokens(WEB));
  }

  /** As if an application read the certificates of fabrikam. */
  private static Source tokens(ObservedCertificate certificate) {
    return Source.ofTokens(
        certificate.vault().name().equals("fabrikam") ? "an application" : "an endpoint");
  }

  @Test
  void recall_clockWentBack_doesNotPutOff() {
    recordAll(DONE, NOW.plus(Duration.ofDays(30)));
    Schedule next = new Schedule(List.of(WEB), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), false, NOW);
    assertTrue(next.isDue(WEB, NOW));
  }

  @Test
  void recall_vaultsPauseAfterClockWentBack_doesNotPutOff() {
    record(WEB, failed(Optional.of(Duration.ofSeconds(40))), NOW.plus(Duration.ofDays(30)));
    Schedule next = new Schedule(List.of(WEB), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), true, NOW);
    assertTrue(next.isDue(WEB, NOW));
  }

  @Test
  void recall_explainedFailure_isKnownToBeExplained() {
    Failure disabled = Failure.needsOperator("it is disabled").explained("so it is", "disabled");
    schedule.record(WEB, Optional.of(disabled), Optional.of(disabled), Optional.empty(), NOW, NOW);
    Schedule next = new Schedule(List.of(WEB), HOURLY, ScheduleTest::tokens);
    next.recall(schedule.entries(), false, NOW.plusSeconds(1));
    assertEquals(Optional.of("disabled"), next.state(WEB).explained());
    assertEquals("so it is", next.state(WEB).reason());
  }

  @Test
  void recall_entryOfAnOlderPackage_isUnderstood() {
    String entry = NOW.plusSeconds(9).toEpochMilli() + " 2 [it failed] again";
    schedule.recall(Map.of("certificate " + WEB.link(), entry), false, NOW);
    assertEquals(
        new PollState(NOW.plusSeconds(9), 2, Optional.empty(), "[it failed] again"),
        schedule.state(WEB));
  }

  @Test
  void recall_clockWentBackByLessThanAnHour_waitsAnIntervalAtMost() {
    PollPolicy often = PollPolicy.of(Duration.ofMinutes(1), 0);
    Schedule before = new Schedule(List.of(WEB), often, ScheduleTest::tokens);
    before.record(
        WEB,
        failed(Optional.empty()),
        failed(Optional.empty()),
        Optional.empty(),
        NOW.plus(Duration.ofMinutes(50)),
        NOW.plus(Duration.ofMinutes(50)));
    Schedule next = new Schedule(List.of(WEB), often, ScheduleTest::tokens);
    next.recall(before.entries(), false, NOW);
    assertTrue(next.isDue(WEB, NOW));
    assertEquals("it failed", next.state(WEB).reason());
  }

  @Test
  void follow_clockGoesBack_turnsAndPausesGoWithIt() {
    Instant wrong = NOW.plus(Duration.ofDays(30));
    schedule.follow(wrong);
    recordAll(DONE, wrong);
    record(OTHER, failed(Optional.of(Duration.ofSeconds(40))), wrong);
    schedule.follow(NOW);
    assertFalse(schedule.isDue(WEB, NOW.plusSeconds(3599)));
    assertTrue(schedule.isDue(WEB, NOW.plusSeconds(3600)));
    assertFalse(schedule.isDue(OTHER, NOW.plusSeconds(39)));
    assertTrue(schedule.isDue(OTHER, NOW.plusSeconds(40)));
  }

  @Test
  void follow_timeGoesOn_nothingMoves() {
    schedule.follow(NOW);
    recordAll(DONE, NOW);
    schedule.follow(NOW.plusSeconds(60));
    assertEquals(NOW.plusSeconds(3600), schedule.next());
  }

  @Test
  void recall_nonsense_isAsGoodAsNothing() {
    schedule.recall(
        Map.of("certificate " + WEB.link(), "tomorrow", "vault " + WEB.vault(), "soon"),
        false,
        NOW);
    assertTrue(schedule.isDue(WEB, NOW));
  }

  private void recordAll(Optional<Failure> outcome, Instant now) {
    List.of(WEB, API, OTHER).forEach(certificate -> record(certificate, outcome, now));
  }

  private void record(ObservedCertificate certificate, Optional<Failure> failure, Instant now) {
    schedule.record(certificate, failure, failure, Optional.empty(), now, now);
  }

  private static Optional<Failure> failed(Optional<Duration> retryAfter) {
    return Optional.of(
        new Failure(
            Failure.Kind.TRANSIENT,
            "it failed",
            retryAfter,
            retryAfter.map(_ -> Source.of(WEB.vault())),
            Optional.empty()));
  }

  static ObservedCertificate certificate(String vault, String name) {
    return Observed.certificate(vault, name, Path.of("/store"));
  }
}
