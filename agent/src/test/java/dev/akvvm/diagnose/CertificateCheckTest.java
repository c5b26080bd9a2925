package dev.akvvm.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.doctor.Finding;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.Denial;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.emulator.Vault;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateCheckTest {
  @TempDir private Path folder;

  @Test
  void of_keystorePassword_isJudgedAsTheAgentDoes() throws Exception {
    assertEquals(Finding.Result.OK, withPassword("change it\n"));
    assertEquals(Finding.Result.OK, withPassword("  "));
    assertEquals(Finding.Result.FIX, withPassword("\n"));
    assertEquals(Finding.Result.FIX, withPassword("change\tit"));
  }

  @Test
  void of_validity_expiredIsToBeFixedAndNotYetValidIsNoted() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      CertificateSpec spec = CertificateSpec.of("web").with(KeyType.P_256);
      Vault contoso = azure.emulator().vault("contoso");
      contoso.createCertificate("web", spec.withValidity(Duration.ofDays(-2), Duration.ofDays(1)));
      assertStarts("fix     certificate: contoso/web, version ", " expired at ", azure);
      contoso.createCertificate("web", spec.withValidity(Duration.ofDays(1), Duration.ofDays(1)));
      assertStarts("note    certificate: contoso/web, version ", " is not valid before ", azure);
      contoso.createCertificate("web", spec);
      assertStarts("ok      certificate: contoso/web can be used", "", azure);
    }
  }

  @Test
  void of_newestIsDisabled_isReadAsTheAgentDoesAndListsAreNeeded() throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      CertificateSpec spec = CertificateSpec.of("web").with(KeyType.P_256);
      Vault contoso = azure.emulator().vault("contoso");
      String used = contoso.createCertificate("web", spec).version();
      String newest = contoso.renew("web").version();
      contoso.setEnabled("web", false);
      CertificateCheck check = new CertificateCheck(azure.reader(), Clock.systemUTC());
      List<ObservedCertificate> previous = List.of(Observed.withPrevious(here(azure)));
      assertEquals(
          List.of(
              "ok      permission: contoso/web may be read, version " + used,
              "note    certificate: contoso/web: the newest version "
                  + newest
                  + " is disabled, so "
                  + used
                  + " is used"),
          check.of(azure.vault("contoso"), previous).stream()
              .limit(2)
              .map(Finding::toString)
              .toList());
      contoso.denyLists(Denial.RBAC);
      assertEquals(
          Finding.Result.FIX, check.of(azure.vault("contoso"), previous).getLast().result());
      assertEquals(
          Finding.Result.NOTE,
          check.of(azure.vault("contoso"), List.of(here(azure))).getLast().result());
    }
  }

  private void assertStarts(String start, String rest, EmulatedAzure azure) throws Exception {
    String line =
        new CertificateCheck(azure.reader(), Clock.systemUTC())
            .of(azure.vault("contoso"), List.of(certificate(azure))).stream()
                .filter(finding -> finding.step().equals("certificate"))
                .findFirst()
                .orElseThrow()
                .toString();
    assertTrue(line.startsWith(start) && line.contains(rest), line);
  }

  @Test
  void of_valueWithAPassword_isOpenedAsTheAgentDoes() throws Exception {
    assertEquals(Finding.Result.OK, opened("right\n"));
    assertEquals(Finding.Result.FIX, opened("wrong"));
  }

  private Finding.Result opened(String password) throws Exception {
    FakeVault values = new FakeVault();
    values.renewProtected("web", "right");
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      azure.emulator().vault("contoso").putSecret("web", values.value("web"), "");
      azure.emulator().vault("contoso").putSecret("opener", password, "");
      ObservedCertificate web = Observed.openedBy("opener", certificate(azure));

      return new CertificateCheck(
              azure.reader(), Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC))
          .of(web.vault(), List.of(web)).stream()
              .filter(finding -> finding.step().equals("certificate"))
              .filter(finding -> finding.message().contains("contoso/web"))
              .findFirst()
              .orElseThrow()
              .result();
    }
  }

  private Finding.Result withPassword(String password) throws Exception {
    try (EmulatedAzure azure = new EmulatedAzure(folder)) {
      CertificateSpec spec = CertificateSpec.of("web").with(KeyType.P_256);
      azure.emulator().vault("contoso").createCertificate("web", spec);
      azure.emulator().vault("contoso").putSecret("password", password, "");

      List<Finding> findings =
          new CertificateCheck(azure.reader(), Clock.systemUTC())
              .of(azure.vault("contoso"), List.of(certificate(azure)));

      return findings.stream()
          .filter(finding -> finding.message().contains("/secrets/password"))
          .findFirst()
          .orElseThrow()
          .result();
    }
  }

  private ObservedCertificate certificate(EmulatedAzure azure) {
    return Observed.with(Keystore.Type.PKCS12, here(azure));
  }

  private ObservedCertificate here(EmulatedAzure azure) {
    return new ObservedCertificate(
        new SecretIdentifier(azure.vault("contoso"), "web", Optional.empty()),
        Optional.empty(),
        Observed.certificate("contoso", "web", folder).placement());
  }
}
