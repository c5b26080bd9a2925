package dev.akvvm.onrenewal.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.onrenewal.ActionResult;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.onrenewal.Occasion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnRenewal;
import dev.akvvm.state.RenewalHooks;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.Observed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ActionQueueTest {
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final ActionResult WELL =
      new ActionResult("reload of nginx.service done", true, false);
  private static final ActionResult BOOM =
      ActionResult.failed("reload of nginx.service failed (exit code 1)");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-07-01T00:00:00.5Z"));
  private final FakeRunner runner = new FakeRunner();
  private final Map<String, CurrentVersion> shown = new HashMap<>();
  private final Path folder;
  private final ObservedCertificate web;
  private final ObservedCertificate api;

  ActionQueueTest(@TempDir Path folder) {
    this.folder = folder;
    web = certificate("web", reloading("nginx.service"));
    api = certificate("api", reloading("nginx.service"));
  }

  @Test
  void run_severalWantTheSame_doneOnceForAllOfThem() {
    Queue reloads = reloads(web, api);
    install(reloads, web, "1");
    install(reloads, api, "2");

    run(reloads);

    assertEquals(List.of("reload of nginx.service"), runner.ran());
    assertEquals(List.of("web 1", "api 2"), runner.told().getFirst());
  }

  @Test
  void run_nothingChanged_doesAndWritesNothing() throws Exception {
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    runner.ran();
    DiskSnapshot before = DiskSnapshot.of(folder);

    run(reloads);
    run(reloads(web));

    assertEquals(List.of(), runner.ran());
    assertEquals(before, DiskSnapshot.of(folder));
    assertEquals(Instant.MAX, reloads.next());
  }

  @Test
  void remember_nothingIsWanted_writesNothing() throws Exception {
    ObservedCertificate quiet = certificate("quiet", OnRenewal.NOTHING);
    Queue reloads = reloads(quiet);
    install(reloads, quiet, "1");
    run(reloads);
    assertFalse(Files.exists(folder.resolve("reloads.json")));
    assertEquals(List.of(), runner.ran());
  }

  @Test
  void run_severalKinds_unitsFirstAndHooksByNameLast() throws Exception {
    hook("20-b");
    hook("10-a");
    ObservedCertificate all =
        certificate(
            "all",
            new OnRenewal(
                List.of("r.service"),
                List.of("s.service"),
                List.of("/bin/p", "x"),
                List.of(),
                Duration.ofSeconds(9)));
    Queue reloads = reloads(all, web);
    install(reloads, all, "1");
    install(reloads, web, "2");
    run(reloads);
    assertEquals(
        List.of(
            "reload of r.service",
            "reload of nginx.service",
            "restart of s.service",
            "run of /bin/p",
            "hook " + folder.resolve("hooks/10-a"),
            "hook " + folder.resolve("hooks/20-b")),
        runner.ran());
  }

  @Test
  void run_crashBetweenLinkSwitchAndReload_theNextProcessDoesIt() {
    install(reloads(web), web, "1");

    Queue next = reloads(web);
    run(next);

    assertEquals(List.of("reload of nginx.service"), runner.ran());
    run(reloads(web));
    assertEquals(List.of(), runner.ran());
  }

  @Test
  void run_crashBeforeTheLinkSwitch_nothingUntilTheVersionIsThere() {
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);
    runner.ran();
    first.remember(web, Optional.of("1"), "2");

    Queue next = reloads(web);
    run(next);
    assertEquals(List.of(), runner.ran());
    assertEquals(Instant.MAX, next.next());
    assertEquals(Optional.empty(), failure(next, web));

    show(web, "2");
    run(next);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_installationFailsWhileAReloadIsOwed_theOldOneIsStillTriedAgain() {
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    reloads.remember(web, Optional.of("1"), "2");
    runner.ran();

    run(reloads(web));
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_failed_isToldAndTriedAgainWithGrowingPauses() {
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    assertEquals(
        Optional.of(
            "reload of nginx.service failed (exit code 1); next attempt at 2026-07-01T00:00:01Z"),
        failure(reloads, web));
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      Duration pause = Duration.between(clock.instant(), reloads.next());
      pauses.add(pause.toSeconds());
      clock.forward(pause.minusMillis(1));
      runner.ran();
      reloads.run(Occasion.RETRY);
      assertEquals(List.of(), runner.ran());
      clock.forward(Duration.ofMillis(1));
      reloads.run(Occasion.RETRY);
      assertEquals(List.of("reload of nginx.service"), runner.ran());
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L), pauses);

    runner.end("reload of nginx.service", WELL);
    clock.forward(Duration.ofMinutes(5));
    reloads.run(Occasion.RETRY);
    assertEquals(Optional.empty(), failure(reloads, web));
    assertEquals(Instant.MAX, reloads.next());
  }

  @Test
  void run_failedAndShortInterval_noPauseIsLonger() {
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(Duration.ofSeconds(3), web);
    install(reloads, web, "1");
    for (int i = 0; i < 5; i++) {
      run(reloads);
      clock.forward(Duration.ofSeconds(3));
    }
    run(reloads);
    assertEquals(clock.instant().plusSeconds(3), reloads.next());
  }

  @Test
  void failure_nextProcess_stillTellsAndGoesOnCounting() {
    runner.end("reload of nginx.service", BOOM);
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);

    Queue next = reloads(web);
    assertEquals(failure(first, web), failure(next, web));
    runner.ran();
    run(next);
    assertEquals(List.of(), runner.ran());
    assertEquals(first.next(), next.next());
    clock.forward(Duration.ofSeconds(1));
    run(next);
    assertEquals(clock.instant().plusSeconds(2), next.next());
  }

  @Test
  void run_startedByHand_whatFailedIsTriedAtOnceAndPausesStartOver() {
    runner.end("reload of nginx.service", BOOM);
    Queue first = reloads(web);
    install(first, web, "1");
    for (int i = 0; i < 6; i++) {
      run(first);
      clock.forward(Duration.ofMinutes(1));
    }
    run(first);
    runner.ran();

    Queue next = reloads(web);
    next.actions.startOver();
    run(next);

    assertEquals(List.of("reload of nginx.service"), runner.ran());
    assertEquals(clock.instant().plusSeconds(1), next.next());
  }

  @Test
  void run_clockWentBack_isNotPutOff() {
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    runner.ran();
    clock.forward(Duration.ofDays(-1));
    run(reloads);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_unitDoesNotExist_triedAtEachPassOnly() {
    runner.end("reload of nginx.service", ActionResult.missing("no such unit"));
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    assertEquals(Optional.of("no such unit; next attempt at the next poll"), failure(reloads, web));
    assertEquals(Instant.MAX, reloads.next());
    runner.ran();
    clock.forward(Duration.ofMinutes(10));
    reloads.run(Occasion.RETRY);
    assertEquals(List.of(), runner.ran());
    run(reloads);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_pendingForOneVersionWhenTheNextArrives_doneOnceAndAtOnce() throws Exception {
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    for (int i = 0; i < 5; i++) {
      run(reloads);
      clock.forward(Duration.ofMinutes(1));
    }
    run(reloads);
    runner.ran();
    runner.end("reload of nginx.service", WELL);

    install(reloads, web, "2");
    run(reloads);

    assertEquals(List.of("reload of nginx.service"), runner.ran());
    assertEquals(List.of("web 2"), runner.told().getLast());
    assertNothingLeft();
    clock.forward(HOURLY);
    run(reloads);
    assertEquals(List.of(), runner.ran());
  }

  @Test
  void run_oneOfTwoFailed_theOtherIsNotDoneAgain() {
    ObservedCertificate both = certificate("both", reloading("nginx.service", "haproxy.service"));
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(both);
    install(reloads, both, "1");
    run(reloads);
    assertEquals(List.of("reload of nginx.service", "reload of haproxy.service"), runner.ran());
    clock.forward(Duration.ofSeconds(1));
    run(reloads(both));
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_sameVersionIsMended_isAChangeToo() {
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    runner.ran();
    reloads.remember(web, Optional.of("1"), "1");
    run(reloads);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_settingsNameAnotherAction_theOneThatNeverWorkedGivesWayToIt() {
    runner.end("reload of nginx.service", BOOM);
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);
    runner.ran();
    ObservedCertificate mended = certificate("web", reloading("haproxy.service"));

    Queue next = reloads(mended);
    run(next);

    assertEquals(List.of("reload of haproxy.service"), runner.ran());
    assertEquals(Optional.empty(), failure(next, mended));
    clock.forward(HOURLY);
    run(next);
    assertEquals(List.of(), runner.ran());
  }

  @Test
  void run_settingsNameAnotherActionAfterAllWasDone_nothing() {
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);
    runner.ran();
    run(reloads(certificate("web", reloading("haproxy.service"))));
    assertEquals(List.of(), runner.ran());
  }

  @Test
  void actions_worked_areShownWithTheirTimeByLaterProcessesToo() throws Exception {
    hook("10-a");
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);
    clock.forward(HOURLY);
    install(first, web, "2");
    run(first);

    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    assertEquals(
        List.of(
            ActionState.done("reload of nginx.service", at),
            ActionState.done("hook " + folder.resolve("hooks/10-a"), at)),
        reloads(web).actions(web));
    assertEquals(List.of(), reloads(api).actions(api));
  }

  @Test
  void actions_workedButNoLongerWanted_areNotShown() {
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);
    ObservedCertificate other = certificate("web", reloading("haproxy.service"));

    assertEquals(List.of(), reloads(other).actions(other));
  }

  @Test
  void run_certificateLeftTheSettings_isForgotten() throws Exception {
    runner.end("reload of nginx.service", BOOM);
    Queue first = reloads(web);
    install(first, web, "1");
    run(first);
    runner.ran();
    clock.forward(HOURLY);

    run(reloads(api));

    assertEquals(List.of(), runner.ran());
    assertNothingLeft();
  }

  @Test
  @Tag("slow")
  void run_actionHangs_passesGoOnAndTheStatusSaysSo() throws Exception {
    CountDownLatch hang = runner.hang("reload of nginx.service");
    Queue reloads = reloads(web, api);
    install(reloads, web, "1");
    run(reloads);
    assertEquals(
        Optional.of("reload of nginx.service is still running, started at 2026-07-01T00:00:00Z"),
        failure(reloads, web));
    assertEquals(Optional.empty(), failure(reloads, api));
    assertTrue(reloads.next().isBefore(clock.instant().plusSeconds(5)));

    install(reloads, web, "2");
    run(reloads);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
    hang.countDown();
    while (runner.ran().isEmpty()) {
      reloads.run(Occasion.RETRY);
    }
    run(reloads);

    assertEquals(List.of("web 2"), runner.told().getLast());
    assertEquals(2, runner.told().size());
    assertEquals(Optional.empty(), failure(reloads, web));
    assertEquals(Instant.MAX, reloads.next());
  }

  @Test
  @Tag("slow")
  void run_nextTryHangs_theStatusSaysThatItIsTriedNow() {
    runner.end("reload of nginx.service", BOOM);
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    clock.forward(Duration.ofSeconds(1));
    CountDownLatch hang = runner.hang("reload of nginx.service");
    run(reloads);
    assertEquals(
        Optional.of("reload of nginx.service failed (exit code 1); next attempt now"),
        failure(reloads, web));
    hang.countDown();
    run(reloads);
  }

  @Test
  void run_stateCannotBeWritten_doneAllTheSame() throws Exception {
    Path file = folder.resolve("reloads.json");
    Files.createDirectory(file);
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    run(reloads);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void run_stateIsDamaged_goesOnWithoutIt() throws Exception {
    Files.writeString(folder.resolve("reloads.json"), "{\"chan");
    Queue reloads = reloads(web);
    install(reloads, web, "1");
    run(reloads);
    assertEquals(List.of("reload of nginx.service"), runner.ran());
  }

  @Test
  void runNow_pending_isDoneWhateverTheTimeAndTold() throws Exception {
    runner.end("reload of nginx.service", BOOM);
    Queue agent = reloads(web);
    install(agent, web, "1");
    run(agent);
    List<String> told = new ArrayList<>();

    assertEquals(Optional.of(false), runNow(told::add, web));
    runner.end("reload of nginx.service", WELL);
    assertEquals(Optional.of(true), runNow(told::add, web));
    assertEquals(Optional.of(true), runNow(told::add, web));

    assertEquals(
        List.of("reload of nginx.service failed (exit code 1)", "reload of nginx.service done"),
        told);
    runner.ran();
    clock.forward(HOURLY);
    run(agent);
    assertEquals(List.of(), runner.ran());
    assertEquals(Optional.empty(), failure(agent, web));
  }

  @Test
  void runNow_ofOneCertificate_theOthersStayPending() throws Exception {
    Queue agent = reloads(web, api);
    install(agent, web, "1");
    install(agent, api, "2");
    runNow(_ -> {}, api);
    assertEquals(List.of("api 2"), runner.told().getLast());
    run(agent);
    assertEquals(List.of("web 1"), runner.told().getLast());
  }

  @Test
  void runNow_pendingForTwoVersions_nothingIsLeft() throws Exception {
    runner.end("reload of nginx.service", BOOM);
    Queue agent = reloads(web);
    install(agent, web, "1");
    run(agent);
    install(agent, web, "2");
    runner.end("reload of nginx.service", WELL);
    assertEquals(Optional.of(true), runNow(_ -> {}, web));
    assertNothingLeft();
  }

  private void assertNothingLeft() throws Exception {
    String left = Files.readString(folder.resolve("reloads.json"));
    assertTrue(left.startsWith("{\"changes\":[],\"attempts\":[],"), left);
  }

  private void install(Queue reloads, ObservedCertificate certificate, String version) {
    reloads.remember(certificate, shown(certificate).map(CurrentVersion::version), version);
    show(certificate, version);
  }

  private void show(ObservedCertificate certificate, String version) {
    String name = certificate.secret().name();
    shown.put(name, new CurrentVersion(version, List.of(name + ".example.com")));
  }

  private Optional<CurrentVersion> shown(ObservedCertificate certificate) {
    return Optional.ofNullable(shown.get(certificate.secret().name()));
  }

  private void run(Queue reloads) {
    reloads.run(Occasion.PASS);
  }

  private Queue reloads(ObservedCertificate... certificates) {
    return reloads(HOURLY, certificates);
  }

  private Queue reloads(Duration interval, ObservedCertificate... certificates) {
    return new Queue(new ActionQueue(worker(interval)), List.of(certificates));
  }

  private ActionWorker worker(Duration interval) {
    return new ActionWorker(
        new PendingChangesFile(folder.resolve("reloads.json")),
        new RenewalHooks(folder.resolve("hooks"), folder),
        folder.resolve("reload.lock"),
        runner,
        interval,
        clock);
  }

  /** By hand, in a process of its own; empty when an agent is doing some. */
  private Optional<Boolean> runNow(Consumer<String> tell, ObservedCertificate... certificates)
      throws InterruptedException {
    Optional<ActionsByHand> actions = ActionsByHand.of(worker(HOURLY), Duration.ofSeconds(1));
    if (actions.isEmpty()) {
      return Optional.empty();
    }
    try (ActionsByHand open = actions.get()) {
      return Optional.of(open.run(current(List.of(certificates)), tell));
    }
  }

  private Map<ObservedCertificate, Optional<CurrentVersion>> current(
      List<ObservedCertificate> certificates) {
    Map<ObservedCertificate, Optional<CurrentVersion>> current = new LinkedHashMap<>();
    certificates.forEach(each -> current.put(each, shown(each)));
    return current;
  }

  /** The queue of an agent whose settings name these certificates. */
  private final class Queue {
    private final ActionQueue actions;
    private final List<ObservedCertificate> certificates;

    Queue(ActionQueue actions, List<ObservedCertificate> certificates) {
      this.actions = actions;
      this.certificates = certificates;
    }

    void remember(ObservedCertificate certificate, Optional<String> from, String to) {
      actions.remember(certificate, from, to);
    }

    void run(Occasion occasion) {
      actions.run(current(certificates), occasion);
    }

    Instant next() {
      return actions.next();
    }

    List<ActionState> actions(ObservedCertificate certificate) {
      return actions.actions(certificate);
    }
  }

  private void hook(String name) throws Exception {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "skipped: hooks belong to root");
    Path file = Files.createDirectories(folder.resolve("hooks")).resolve(name);
    Files.writeString(file, "");
    assertTrue(file.toFile().setExecutable(true));
  }

  private ObservedCertificate certificate(String name, OnRenewal onRenewal) {
    return Observed.renewing(
        onRenewal, Observed.certificate("contoso", name, folder.resolve("store")));
  }

  private static OnRenewal reloading(String... units) {
    return new OnRenewal(List.of(units), List.of(), List.of(), List.of(), OnRenewal.USUAL_TIMEOUT);
  }

  /** What a certificate's status says of its actions; empty when all have worked. */
  private static Optional<String> failure(Queue reloads, ObservedCertificate certificate) {
    return reloads.actions(certificate).stream()
        .filter(action -> action.phase() != ActionState.Phase.DONE)
        .map(ActionState::message)
        .reduce((one, other) -> one + "; " + other);
  }
}
