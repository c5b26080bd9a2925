package dev.akvvm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.sync.CertificateMetadata;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.CertificateState.Remarks;
import dev.akvvm.sync.Outcome;
import dev.akvvm.sync.PassReport;
import dev.akvvm.sync.RenewalWarnings;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of plain secrets and authorities, where it differs from certificates. */
final class SecretStatusTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String VERSION = "b".repeat(32);
  private static final ObservedCertificate WEB =
      Observed.certificate("contoso", "web", Path.of("/store"));

  private static CertificateState state(Instant notAfter, Optional<String> parts) {
    return new CertificateState(
        Optional.of(
            new InstalledCertificate(
                VERSION, Path.of("/store/file"), Instant.EPOCH, notAfter, List.of())),
        new Outcome.Installed(),
        Remarks.NONE,
        new CertificateMetadata(Optional.empty(), Optional.empty(), RenewalWarnings.NONE, parts),
        List.of());
  }

  @Test
  void substatus_secretWithoutAnEnd_saysNothingOfValidity() {
    ObservedCertificate secret = Observed.in(Layout.SECRET, WEB);

    assertEquals(
        "version " + VERSION + ", at /store/contoso.web",
        StatusMessages.message(secret, state(InstalledCertificate.NO_END, Optional.empty()), NOW));
  }

  @Test
  void substatus_envFile_saysOfWhatItConsists() {
    ObservedCertificate env = Observed.named("app.env", Observed.in(Layout.ENV_FILE, WEB));
    CertificateState state = state(NOW.plusSeconds(1), Optional.of("contoso/db 0d355251"));

    assertEquals("app.env", StatusMessages.substatus(env, state, NOW).name());
    assertEquals(
        "version "
            + VERSION
            + " (contoso/db 0d355251), valid until 2026-01-01T00:00:01Z, at /store/app.env",
        StatusMessages.message(env, state, NOW));
  }

  @Test
  void substatus_expiredAuthority_isNamed() {
    ObservedCertificate ca = Observed.in(Layout.CA_BUNDLE, WEB);
    CertificateState state =
        state(NOW.minusSeconds(1), Optional.of("2 certificates, first to expire: CN=Old Root X3"));

    assertEquals(
        "expired at 2025-12-31T23:59:59Z; create a new version in the vault; on disk: version "
            + VERSION
            + " (2 certificates, first to expire: CN=Old Root X3), expired at"
            + " 2025-12-31T23:59:59Z, at /store/contoso.web",
        StatusMessages.message(ca, state, NOW));
  }

  @Test
  void summary_secretsAmongThem_speaksOfBoth() {
    CertificateState well = state(InstalledCertificate.NO_END, Optional.empty());
    Map<ObservedCertificate, CertificateState> states = new LinkedHashMap<>();
    ObservedCertificate secret = Observed.named("db", Observed.in(Layout.SECRET, WEB));
    states.put(secret, well);
    assertEquals("1 of 1 secret current", Summary.of(new PassReport(states, Set.of()), NOW));

    states.put(WEB, well);
    assertEquals(
        "2 of 2 certificates and secrets current",
        Summary.of(new PassReport(states, Set.of()), NOW));
  }
}
