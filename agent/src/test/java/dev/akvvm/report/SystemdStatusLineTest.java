package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SystemdStatusLineTest {
  private static final Instant NEXT = Instant.parse("2026-05-01T10:20:30.123Z");

  @Test
  void of_allFine_countsThem() {
    assertEquals(
        "1 certificate is up to date; next poll at 2026-05-01T10:20:30Z",
        SystemdStatusLine.of(report(1, 0), NEXT));
    assertEquals(
        "3 certificates are up to date; next poll at 2026-05-01T10:20:30Z",
        SystemdStatusLine.of(report(3, 0), NEXT));
  }

  @Test
  void of_someFailed_namesAFew() {
    assertEquals(
        "1 of 2 certificates could not be brought up to date (contoso/c0): see the log; next poll"
            + " at 2026-05-01T10:20:30Z",
        SystemdStatusLine.of(report(2, 1), NEXT));
    assertEquals(
        "6 of 6 certificates could not be brought up to date (contoso/c0, contoso/c1, contoso/c2,"
            + " contoso/c3, contoso/c4, ...): see the log; next poll at 2026-05-01T10:20:30Z",
        SystemdStatusLine.of(report(6, 6), NEXT));
  }

  private static PassReport report(int all, int failed) {
    Map<ObservedCertificate, Outcome> outcomes = new LinkedHashMap<>();
    for (int i = 0; i < all; i++) {
      outcomes.put(
          Observed.certificate("contoso", "c" + i, Path.of("/store")),
          i < failed
              ? new Outcome.Failed(
                  new Failure(Failure.Kind.TRANSIENT, "no", Optional.empty(), Optional.empty()),
                  Optional.empty())
              : new Outcome.Waiting(Optional.empty()));
    }
    return new PassReport(outcomes, Map.of());
  }
}
