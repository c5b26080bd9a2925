package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.emulator.MovableClock;
import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.parser.SettingsParser;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.UnmanagedCertificate;
import dev.akvvm.summary.ActionSummary;
import dev.akvvm.summary.CertificateSummary;
import dev.akvvm.summary.MachineSummary;
import dev.akvvm.summary.RunningProcess;
import dev.akvvm.summary.SummaryFile;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.CertificateState.Remarks;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.Warning;
import dev.akvvm.testing.Observed;
import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pass leaves for those who ask how the machine is. */
final class SummaryReporterTest {
  private static final Path STORE = Path.of("/etc/certs");
  private static final ObservedCertificate WEB = Observed.certificate("contoso", "web", STORE);
  private static final ObservedCertificate API = Observed.certificate("contoso", "api", STORE);
  private static final InstalledCertificate ON_DISK =
      new InstalledCertificate(
          "a".repeat(32),
          STORE.resolve("file"),
          Instant.parse("2026-11-01T00:00:00Z"),
          Instant.parse("2027-11-01T00:00:00Z"),
          List.of(),
          Optional.of("RSA 2048"));
  private static final Instant NEXT = Instant.parse("2026-12-01T13:00:00Z");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-12-01T12:00:00Z"));
  private final SummaryFile file;
  private final SummaryReporter reporter;

  SummaryReporterTest(@TempDir Path folder) {
    file = new SummaryFile(folder.resolve("akvvm"));
    reporter =
        new SummaryReporter(
            file,
            new MachineSummary.Agent(
                new RunningProcess(7, 8), clock.instant(), new SequenceNumber(3), "1.2.3"),
            clock);
  }

  @Test
  void report_pass_hasEachCertificateAndWhatLeftTheSettings() throws Exception {
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    states.put(
        WEB,
        new CertificateState(
            Optional.of(ON_DISK),
            new Outcome.Unchanged(),
            new Remarks(
                List.of(new Warning(Warning.Kind.READER_MISSING, "no user nginx")),
                List.of("version b is held back")),
            CertificateMetadata.NONE,
            List.of(ActionState.done("reload of nginx.service", clock.instant()))));
    states.put(
        API,
        CertificateState.of(
            Optional.empty(),
            new Outcome.Failed(
                new Failure(
                    Failure.Kind.NEEDS_OPERATOR,
                    API.secret() + ": no such certificate",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))));
    UnmanagedCertificate old =
        new UnmanagedCertificate("contoso/old", STORE.resolve("contoso.old"), ON_DISK);
    reporter.report(
        new PassReport(states, Set.of(WEB, API), Map.of(), List.of(old)), settings(), NEXT);

    MachineSummary summary = file.read().orElseThrow();

    CertificateSummary.Installed installed =
        new CertificateSummary.Installed(
            "a".repeat(32), Optional.of("RSA 2048"), ON_DISK.notBefore(), ON_DISK.notAfter());
    assertEquals(
        List.of(
            new CertificateSummary(
                "contoso/web",
                "/etc/certs/contoso.web",
                true,
                Optional.of(installed),
                List.of("root"),
                Optional.empty(),
                List.of("no user nginx"),
                List.of("version b is held back"),
                List.of(
                    new ActionSummary(
                        "reload of nginx.service",
                        ActionSummary.State.DONE,
                        Optional.of(clock.instant()),
                        ""))),
            new CertificateSummary(
                "contoso/api",
                "/etc/certs/contoso.api",
                true,
                Optional.empty(),
                List.of("root"),
                Optional.of("no such certificate"),
                List.of(),
                List.of(),
                List.of())),
        summary.certificates().subList(0, 2));
    CertificateSummary unmanaged = summary.certificates().get(2);
    assertEquals("contoso/old", unmanaged.name());
    assertFalse(unmanaged.isManaged());
    assertEquals(Optional.of(installed), unmanaged.installed());
    assertTrue(
        unmanaged.warnings().getFirst().startsWith("has left the settings"),
        unmanaged.warnings().toString());
    assertEquals(
        Optional.of(
            new MachineSummary.Polls(
                settings().identity().describe(),
                Optional.of(clock.instant()),
                NEXT,
                Duration.ofHours(2))),
        summary.polls());
  }

  @Test
  void report_nothingWasPolled_lastPollIsThatOfTheProcessBefore() throws Exception {
    Instant first = clock.instant();
    reporter.report(waiting(Set.of(WEB)), settings(), NEXT);
    clock.forward(Duration.ofMinutes(5));
    reporter.report(waiting(Set.of()), settings(), NEXT);

    MachineSummary summary = file.read().orElseThrow();

    assertEquals(Optional.of(first), summary.polls().orElseThrow().last());
    assertEquals(clock.instant(), summary.writtenAt());
  }

  @Test
  void report_neverPolled_isDueNow() throws Exception {
    reporter.report(waiting(Set.of()), settings(), Instant.EPOCH);

    assertEquals(clock.instant(), file.read().orElseThrow().polls().orElseThrow().next());
  }

  @Test
  void cannotWork_keepsWhatIsKnown() throws Exception {
    reporter.report(waiting(Set.of(WEB)), settings(), NEXT);
    MachineSummary known = file.read().orElseThrow();
    reporter.cannotWork("3.settings: no such file");

    MachineSummary summary = file.read().orElseThrow();

    assertEquals(Optional.of("3.settings: no such file"), summary.failure());
    assertEquals(known.certificates(), summary.certificates());
    assertEquals(known.polls(), summary.polls());
  }

  private static PassReport waiting(Set<ObservedCertificate> polled) {
    return new PassReport(
        Map.of(WEB, CertificateState.of(Optional.empty(), new Outcome.NotPolled())), polled);
  }

  private static ExtensionSettings settings() throws Exception {
    String json =
        """
        {"secretsManagementSettings": {"pollingIntervalInS": "7200",
          "observedCertificates": ["https://contoso.vault.azure.net/secrets/web"]}}
        """;
    return SettingsParser.parse(new ObjectMapper().readTree(json), "").settings();
  }
}
