package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.onrenewal.ActionState;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.CertificateState.Remarks;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.Warning;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SystemdStatusLineTest {
  private static final Instant NEXT = Instant.parse("2026-05-01T10:20:30.123Z");
  private static final Failure FAILURE =
      new Failure(
          Failure.Kind.TRANSIENT, "no", Optional.empty(), Optional.empty(), Optional.empty());
  private static final InstalledCertificate INSTALLED =
      new InstalledCertificate(
          "a".repeat(32),
          Path.of("/store/file"),
          NEXT.minus(Duration.ofDays(1)),
          NEXT.plus(Duration.ofDays(1)),
          List.of());

  @Test
  void of_allFine_countsThem() {
    assertEquals("1 of 1 certificate current; next poll at 2026-05-01T10:20:30Z", line(1, 0));
    assertEquals("3 of 3 certificates current; next poll at 2026-05-01T10:20:30Z", line(3, 0));
  }

  @Test
  void of_someFailed_namesAFew() {
    assertEquals(
        "1 of 2 certificates current; 1 failing to update: contoso/c0; see the log; next poll at"
            + " 2026-05-01T10:20:30Z",
        line(2, 1));
    assertEquals(
        "0 of 6 certificates current; 6 failing to update: contoso/c0, contoso/c1, contoso/c2,"
            + " contoso/c3, contoso/c4, ...; see the log; next poll at 2026-05-01T10:20:30Z",
        line(6, 6));
  }

  @Test
  void of_onlyAnActionFails_allAreCurrent() {
    ActionState failing = ActionState.failing("reload of nginx.service", "it failed");
    ActionState running = ActionState.running("run of /bin/x", "it still runs");
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    for (String name : List.of("web", "api", "db")) {
      states.put(
          certificate(name),
          new CertificateState(
              Optional.of(INSTALLED),
              new Outcome.Installed(),
              Remarks.NONE,
              CertificateMetadata.NONE,
              List.of(failing, running)));
    }
    assertEquals(
        "3 of 3 certificates current; 1 action after renewal is failing: reload of nginx.service;"
            + " see the log; next poll at 2026-05-01T10:20:30Z",
        SystemdStatusLine.of(new PassReport(states, Set.of()), NEXT, NEXT));
  }

  @Test
  void of_warnings_areCountedApart() {
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    states.put(
        certificate("web"),
        new CertificateState(
            Optional.of(INSTALLED),
            new Outcome.Unchanged(),
            new Remarks(
                List.of(new Warning(Warning.Kind.READER_MISSING, "no such user")), List.of()),
            CertificateMetadata.NONE,
            List.of()));
    states.put(
        certificate("api"), CertificateState.of(Optional.empty(), new Outcome.Failed(FAILURE)));
    assertEquals(
        "1 of 2 certificates current; 1 failing to update: contoso/api; 1 with warnings:"
            + " contoso/web; see the log; next poll at 2026-05-01T10:20:30Z",
        SystemdStatusLine.of(new PassReport(states, Set.of()), NEXT, NEXT));
  }

  private static String line(int all, int failed) {
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    for (int i = 0; i < all; i++) {
      states.put(
          certificate("c" + i),
          CertificateState.of(
              Optional.of(INSTALLED),
              i < failed ? new Outcome.Failed(FAILURE) : new Outcome.NotPolled()));
    }
    return SystemdStatusLine.of(new PassReport(states, Set.of()), NEXT, NEXT);
  }

  private static ObservedCertificate certificate(String name) {
    return Observed.certificate("contoso", name, Path.of("/store"));
  }
}
