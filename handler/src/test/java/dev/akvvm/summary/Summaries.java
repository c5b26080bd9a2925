package dev.akvvm.summary;

import dev.akvvm.summary.CertificateSummary.Installed;
import dev.akvvm.waagent.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Summaries for tests, of a Sunday noon. */
public final class Summaries {
  /** When they were written. */
  public static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private Summaries() {}

  /** A machine with these certificates, whose agent is this process. */
  public static MachineSummary of(CertificateSummary... certificates) {
    return new MachineSummary(
        NOON,
        new MachineSummary.Agent(
            RunningProcess.now(ProcessHandle.current().pid()).orElseThrow(),
            NOON.minus(2, ChronoUnit.DAYS),
            new SequenceNumber(3),
            "3.0.0"),
        Optional.of(
            new MachineSummary.Polls(
                "the machine's own",
                Optional.of(NOON.minusSeconds(60)),
                NOON.plusSeconds(3540),
                Duration.ofHours(1))),
        Optional.empty(),
        List.of(certificates));
  }

  /** One that is as it should be for {@code days} days more. */
  public static CertificateSummary certificate(String name, int days) {
    return new CertificateSummary(
        name,
        "/etc/certs/" + name.replace('/', '.'),
        true,
        Optional.of(
            new Installed(
                "0123456789abcdef0123456789abcdef",
                Optional.of("RSA 2048"),
                NOON.minus(1, ChronoUnit.DAYS),
                NOON.plus(days, ChronoUnit.DAYS))),
        List.of("root", "user nginx"),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same with something wrong, or something to be done. */
  public static CertificateSummary with(
      CertificateSummary certificate,
      Optional<String> failure,
      List<String> warnings,
      List<ActionSummary> actions) {
    return new CertificateSummary(
        certificate.name(),
        certificate.link(),
        true,
        certificate.installed(),
        certificate.readers(),
        failure,
        warnings,
        certificate.notes(),
        actions);
  }

  /** The same with notes. */
  public static CertificateSummary noted(CertificateSummary certificate, String... notes) {
    return new CertificateSummary(
        certificate.name(),
        certificate.link(),
        true,
        certificate.installed(),
        certificate.readers(),
        certificate.failure(),
        certificate.warnings(),
        List.of(notes),
        certificate.actions());
  }

  /** One that is not on disk. */
  public static CertificateSummary missing(String name, Optional<String> failure) {
    return new CertificateSummary(
        name,
        "/etc/certs/" + name.replace('/', '.'),
        true,
        Optional.empty(),
        List.of("root"),
        failure,
        List.of(),
        List.of(),
        List.of());
  }

  /** One that has left the settings. */
  public static CertificateSummary unmanaged(String name) {
    CertificateSummary was = certificate(name, 20);
    return new CertificateSummary(
        name,
        was.link(),
        false,
        was.installed(),
        List.of("root"),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** One with a value in every place. */
  static MachineSummary everything() {
    CertificateSummary web =
        with(
            certificate("contoso/web", 90),
            Optional.of("denied"),
            List.of("one", "two"),
            List.of(
                new ActionSummary("run of x", ActionSummary.State.DONE, Optional.of(NOON), ""),
                new ActionSummary(
                    "hook y", ActionSummary.State.FAILING, Optional.empty(), "y failed")));
    return of(
        noted(web, "renewal expected around 2027-01-01"),
        missing("contoso/api", Optional.empty()),
        unmanaged("contoso/ex"));
  }
}
