package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.CertificateState.Remarks;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.RenewalWarnings;
import dev.akvvm.sync.Warning;
import dev.akvvm.testing.DiskSnapshot;
import dev.akvvm.testing.Observed;
import dev.akvvm.waagent.SequenceNumber;
import dev.akvvm.waagent.StatusFile;
import dev.akvvm.waagent.StatusLevel;
import dev.akvvm.waagent.StatusReport;
import dev.akvvm.waagent.Substatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusReporterTest {
  private static final Path STORE = Path.of("/store");
  private static final ObservedCertificate WEB = Observed.certificate("contoso", "web", STORE);
  private static final InstalledCertificate ON_DISK =
      new InstalledCertificate(
          "a".repeat(32),
          STORE.resolve("file"),
          Instant.parse("2025-12-01T00:00:00Z"),
          Instant.parse("2026-06-01T00:00:00Z"),
          List.of());
  private static final Failure NO_NETWORK =
      new Failure(
          Failure.Kind.TRANSIENT,
          "no network",
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final CertificateState WAITING =
      CertificateState.of(Optional.empty(), new Outcome.NotPolled());
  private static final CertificateState FAILED =
      CertificateState.of(Optional.empty(), new Outcome.Failed(NO_NETWORK));
  private static final CertificateState DONE = onDisk(new Outcome.Installed());
  private static final String INSTALLED =
      "version " + "a".repeat(32) + ", valid until 2026-06-01T00:00:00Z, at /store/contoso.web";

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private StatusFile file;

  @BeforeEach
  void open() {
    file = new StatusFile(folder, new SequenceNumber(3));
  }

  @Test
  void report_syncRequired_staysTransitioningUntilEverythingIsOnDisk() throws Exception {
    assertStatus(
        true,
        WAITING,
        StatusLevel.TRANSITIONING,
        "Starting Key Vault extension service; waiting for the first download.");
    assertStatus(
        true,
        FAILED,
        StatusLevel.TRANSITIONING,
        "Failed to download one or more certificates, retrying...");
    clock.forward(Duration.ofDays(2));
    assertStatus(
        true,
        FAILED,
        StatusLevel.TRANSITIONING,
        "Failed to download one or more certificates, retrying...");
    assertStatus(
        true,
        DONE,
        StatusLevel.SUCCESS,
        "Successfully started Key Vault extension service. 2026-01-03T00:00:00Z");
  }

  @Test
  void report_syncNotRequired_succeedsAsSoonAsPollingStarted() throws Exception {
    assertStatus(
        false,
        WAITING,
        StatusLevel.SUCCESS,
        "Successfully started Key Vault extension service. 2026-01-01T00:00:00Z");
  }

  @Test
  void report_failureAfterSuccess_staysSuccessAndSaysSo() throws Exception {
    assertStatus(
        true,
        DONE,
        StatusLevel.SUCCESS,
        "Successfully started Key Vault extension service. 2026-01-01T00:00:00Z");
    clock.forward(Duration.ofHours(1));
    assertStatus(
        true,
        FAILED,
        StatusLevel.SUCCESS,
        "Successfully started Key Vault extension service. 2026-01-01T00:00:00Z"
            + " 0 of 1 certificate current; 1 failing to update: contoso/web: see their"
            + " substatus.");
  }

  @Test
  void report_nothingNew_doesNotTouchTheFile() throws Exception {
    reporter(true).report(pass(DONE));
    DiskSnapshot before = DiskSnapshot.of(folder);
    clock.forward(Duration.ofHours(1));
    reporter(true).report(pass(onDisk(new Outcome.Unchanged())));
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void report_eachOutcome_hasASubstatusThatSaysWhatIsSo() throws Exception {
    assertSubstatus(WAITING, StatusLevel.TRANSITIONING, "waiting for the first poll");
    assertSubstatus(FAILED, StatusLevel.ERROR, "no network; not installed yet");
    assertSubstatus(DONE, StatusLevel.SUCCESS, INSTALLED);
    assertSubstatus(onDisk(new Outcome.Unchanged()), StatusLevel.SUCCESS, INSTALLED);
    assertSubstatus(onDisk(new Outcome.NotPolled()), StatusLevel.SUCCESS, INSTALLED);
    assertSubstatus(
        onDisk(new Outcome.Failed(NO_NETWORK)),
        StatusLevel.WARNING,
        "no network; on disk: " + INSTALLED);
    clock.forward(Duration.ofDays(365));
    assertSubstatus(
        DONE,
        StatusLevel.WARNING,
        "expired at 2026-06-01T00:00:00Z; create a new version in the vault; on disk: "
            + INSTALLED.replace("valid until", "expired at"));
    clock.forward(Duration.ofDays(-400));
    assertSubstatus(
        DONE, StatusLevel.WARNING, "not valid before 2025-12-01T00:00:00Z; on disk: " + INSTALLED);
  }

  @Test
  void report_chainWithoutAnIssuer_warnsWhereverItIsInstalled() throws Exception {
    CertificateMetadata metadata =
        new CertificateMetadata(
            Optional.of("the chain ends early"), Optional.empty(), RenewalWarnings.NONE);
    for (Outcome outcome :
        List.of(new Outcome.Installed(), new Outcome.Unchanged(), new Outcome.NotPolled())) {
      assertSubstatus(
          with(outcome, List.of(), metadata, List.of()),
          StatusLevel.WARNING,
          "the chain ends early; on disk: " + INSTALLED);
    }
  }

  @Test
  void report_actionFails_certificateIsCurrent() throws Exception {
    ActionState failing =
        ActionState.failing("reload of nginx.service", "reload of nginx.service failed");
    CertificateState state =
        with(new Outcome.Installed(), List.of(), CertificateMetadata.NONE, List.of(failing));
    assertSubstatus(
        state, StatusLevel.WARNING, "reload of nginx.service failed; on disk: " + INSTALLED);
    assertStatus(
        false,
        state,
        StatusLevel.SUCCESS,
        "Successfully started Key Vault extension service. 2026-01-01T00:00:00Z 1 of 1 certificate"
            + " current; 1 action after renewal is failing: reload of nginx.service: see their"
            + " substatus.");
  }

  @Test
  void report_actionStillRuns_isNoFailure() throws Exception {
    ActionState running = ActionState.running("run of /bin/x", "run of /bin/x still runs");
    assertSubstatus(
        with(new Outcome.Installed(), List.of(), CertificateMetadata.NONE, List.of(running)),
        StatusLevel.SUCCESS,
        INSTALLED + "; run of /bin/x still runs");
  }

  @Test
  void report_severalThingsWrong_theWorstComesFirst() throws Exception {
    ActionState failing = ActionState.failing("hook x", "hook x failed");
    List<Warning> warnings =
        List.of(
            new Warning(Warning.Kind.KEYSTORE_NOT_WRITTEN, "no password"),
            new Warning(Warning.Kind.READER_MISSING, "no such user"));
    assertSubstatus(
        with(new Outcome.Failed(NO_NETWORK), warnings, CertificateMetadata.NONE, List.of(failing)),
        StatusLevel.WARNING,
        "no network; hook x failed; no such user; no password; on disk: " + INSTALLED);
  }

  @Test
  void report_severalCertificates_theWorstComesFirst() throws Exception {
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    states.put(WEB, DONE);
    states.put(Observed.certificate("contoso", "api", STORE), WAITING);
    states.put(
        Observed.certificate("contoso", "db", STORE), onDisk(new Outcome.Failed(NO_NETWORK)));
    states.put(Observed.certificate("contoso", "new", STORE), FAILED);
    reporter(false).report(new PassReport(states, Set.of()));
    assertEquals(
        List.of("contoso/new", "contoso/db", "contoso/api", "contoso/web"),
        file.read().orElseThrow().substatuses().stream().map(Substatus::name).toList());
  }

  @Test
  void report_renewalKnown_saysTheDayAndWhenItHasPassed() throws Exception {
    Instant day = Instant.parse("2026-03-01T09:00:00Z");
    PassReport pass =
        pass(
            with(
                new Outcome.Unchanged(),
                List.of(),
                new CertificateMetadata(Optional.empty(), Optional.of(day), RenewalWarnings.NONE),
                List.of()));
    reporter(false).report(pass);
    assertTrue(message().endsWith("; renewal expected around 2026-03-01"), message());
    clock.forward(Duration.ofDays(70));
    reporter(false).report(pass);
    assertTrue(message().endsWith("; renewal expected by 2026-03-01 is overdue"), message());
  }

  @Test
  void report_versionIsHeldBack_isSuccessAndSaysSoInsteadOfARenewalThatIsOverdue()
      throws Exception {
    CertificateState state =
        new CertificateState(
            Optional.of(ON_DISK),
            new Outcome.Unchanged(),
            new Remarks(List.of(), List.of("version b becomes valid soon and is installed then")),
            new CertificateMetadata(
                Optional.empty(),
                Optional.of(Instant.parse("2025-12-20T00:00:00Z")),
                RenewalWarnings.NONE),
            List.of());
    assertSubstatus(
        state,
        StatusLevel.SUCCESS,
        INSTALLED + "; version b becomes valid soon and is installed then");
    assertStatus(
        false,
        state,
        StatusLevel.SUCCESS,
        "Successfully started Key Vault extension service. 2026-01-01T00:00:00Z");
  }

  private String message() throws Exception {
    return file.read().orElseThrow().substatuses().get(0).message();
  }

  private void assertSubstatus(CertificateState state, StatusLevel level, String message)
      throws Exception {
    reporter(false).report(pass(state));
    StatusReport report = file.read().orElseThrow();
    assertEquals(1, report.substatuses().size());
    assertEquals("contoso/web", report.substatuses().get(0).name());
    assertEquals(message, report.substatuses().get(0).message());
    assertEquals(level, report.substatuses().get(0).level());
  }

  private void assertStatus(
      boolean required, CertificateState state, StatusLevel level, String message)
      throws Exception {
    reporter(required).report(pass(state));
    StatusReport report = file.read().orElseThrow();
    assertEquals(message, report.message());
    assertEquals(level, report.level());
    assertTrue(report.code() == 0);
  }

  private StatusReporter reporter(boolean required) {
    return new StatusReporter(file, required, clock);
  }

  private static PassReport pass(CertificateState state) {
    return new PassReport(Map.of(WEB, state), Set.of());
  }

  private static CertificateState onDisk(Outcome outcome) {
    return CertificateState.of(Optional.of(ON_DISK), outcome);
  }

  private static CertificateState with(
      Outcome outcome,
      List<Warning> warnings,
      CertificateMetadata metadata,
      List<ActionState> actions) {
    return new CertificateState(
        Optional.of(ON_DISK), outcome, new Remarks(warnings, List.of()), metadata, actions);
  }
}
