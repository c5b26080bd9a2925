package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.emulator.MovableClock;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusReporterTest {
  private static final Path STORE = Path.of("/store");
  private static final ObservedCertificate WEB = Observed.certificate("contoso", "web", STORE);
  private static final InstalledCertificate ON_DISK =
      new InstalledCertificate(
          "a".repeat(32), STORE.resolve("file"), Instant.parse("2026-06-01T00:00:00Z"), List.of());
  private static final Outcome WAITING = new Outcome.Waiting(Optional.empty());
  private static final Outcome FAILED = failed(Optional.empty());
  private static final Outcome DONE = new Outcome.Installed(ON_DISK);

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
            + " 1 of 1 certificates could not be brought up to date: see their substatus.");
  }

  @Test
  void report_nothingNew_doesNotTouchTheFile() throws Exception {
    reporter(true).report(pass(DONE));
    DiskSnapshot before = DiskSnapshot.of(folder);
    clock.forward(Duration.ofHours(1));
    reporter(true).report(pass(new Outcome.Unchanged(ON_DISK)));
    assertEquals(before, DiskSnapshot.of(folder));
  }

  @Test
  void report_eachOutcome_hasASubstatusThatSaysWhatIsSo() throws Exception {
    assertSubstatus(WAITING, StatusLevel.TRANSITIONING, "waiting for the first poll");
    assertSubstatus(FAILED, StatusLevel.ERROR, "no network; not installed yet");
    String installed =
        "version " + "a".repeat(32) + ", valid until 2026-06-01T00:00:00Z, at /store/contoso.web";
    assertSubstatus(DONE, StatusLevel.SUCCESS, installed);
    assertSubstatus(new Outcome.Unchanged(ON_DISK), StatusLevel.SUCCESS, installed);
    assertSubstatus(new Outcome.Waiting(Optional.of(ON_DISK)), StatusLevel.SUCCESS, installed);
    assertSubstatus(
        failed(Optional.of(ON_DISK)), StatusLevel.WARNING, "no network; on disk: " + installed);
    clock.forward(Duration.ofDays(365));
    assertSubstatus(DONE, StatusLevel.WARNING, installed.replace("valid until", "expired at"));
  }

  @Test
  void report_chainWithAGap_warnsWhereverItIsInstalled() throws Exception {
    for (Outcome outcome :
        List.of(DONE, new Outcome.Unchanged(ON_DISK), new Outcome.Waiting(Optional.of(ON_DISK)))) {
      reporter(false)
          .report(
              new PassReport(
                  Map.of(WEB, outcome),
                  Map.of(
                      WEB,
                      new CertificateMetadata(
                          Optional.of("the chain ends early"), Optional.empty()))));
      Substatus substatus = file.read().orElseThrow().substatuses().get(0);
      assertEquals(StatusLevel.WARNING, substatus.level());
      assertTrue(
          substatus.message().endsWith("at /store/contoso.web; the chain ends early"),
          substatus.message());
    }
  }

  @Test
  void report_renewalKnown_saysTheDayAndWhenItHasPassed() throws Exception {
    Instant day = Instant.parse("2026-03-01T09:00:00Z");
    PassReport pass =
        new PassReport(
            Map.of(WEB, new Outcome.Unchanged(ON_DISK)),
            Map.of(WEB, new CertificateMetadata(Optional.empty(), Optional.of(day))));
    reporter(false).report(pass);
    assertTrue(message().endsWith("; renews itself about 2026-03-01"), message());
    clock.forward(Duration.ofDays(70));
    reporter(false).report(pass);
    assertTrue(message().endsWith("; was to renew itself about 2026-03-01"), message());
  }

  private String message() throws Exception {
    return file.read().orElseThrow().substatuses().get(0).message();
  }

  private void assertSubstatus(Outcome outcome, StatusLevel level, String message)
      throws Exception {
    reporter(false).report(pass(outcome));
    StatusReport report = file.read().orElseThrow();
    assertEquals(1, report.substatuses().size());
    assertEquals("contoso/web", report.substatuses().get(0).name());
    assertEquals(message, report.substatuses().get(0).message());
    assertEquals(level, report.substatuses().get(0).level());
  }

  private void assertStatus(boolean required, Outcome outcome, StatusLevel level, String message)
      throws Exception {
    reporter(required).report(pass(outcome));
    StatusReport report = file.read().orElseThrow();
    assertEquals(message, report.message());
    assertEquals(level, report.level());
    assertTrue(report.code() == 0);
  }

  private StatusReporter reporter(boolean required) {
    return new StatusReporter(file, required, clock);
  }

  private static PassReport pass(Outcome outcome) {
    return new PassReport(Map.of(WEB, outcome), Map.of());
  }

  private static Outcome failed(Optional<InstalledCertificate> onDisk) {
    return new Outcome.Failed(
        new Failure(Failure.Kind.TRANSIENT, "no network", Optional.empty(), Optional.empty()),
        onDisk);
  }
}
