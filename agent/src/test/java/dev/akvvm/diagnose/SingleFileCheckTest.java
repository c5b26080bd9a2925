package dev.akvvm.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.doctor.Finding;
import dev.akvvm.emulator.CertificateSpec;
import dev.akvvm.emulator.KeyType;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.testing.EmulatedAzure;
import dev.akvvm.testing.Observed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SingleFileCheckTest {
  @TempDir private Path folder;

  private EmulatedAzure azure;

  @BeforeEach
  void start() throws Exception {
    azure = new EmulatedAzure(folder);
    azure.emulator().vault("contoso").putSecret("db", "hunter2!", "");
    azure.emulator().vault("fabrikam").putSecret("api", "hunter2!", "");
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void of_plainSecret_mayBeReadAndUsed() throws Exception {
    List<Finding> findings = check("contoso", new Content.PlainSecret(Encoding.RAW));

    assertEquals(
        List.of(Finding.Result.OK, Finding.Result.OK),
        findings.stream().map(Finding::result).toList());
    assertTrue(findings.getFirst().message().startsWith("contoso/db may be read, version "));
    assertEquals("contoso/db can be used", findings.getLast().message());
  }

  @Test
  void of_whatCannotBeDecoded_isToBeFixedAndNotShown() throws Exception {
    Finding finding = check("contoso", new Content.PlainSecret(Encoding.BASE64)).getLast();

    assertEquals(Finding.Result.FIX, finding.result());
    assertTrue(finding.message().startsWith("contoso/db: its value is not base64"));
    assertFalse(finding.toString().contains("hunter2"), finding::toString);

    Finding bundle = check("contoso", new Content.CaBundle()).getLast();
    assertEquals(Finding.Result.FIX, bundle.result());
    assertFalse(bundle.toString().contains("hunter2"), bundle::toString);
  }

  @Test
  void of_expired_isToBeFixed() throws Exception {
    azure.emulator().vault("contoso").expire("db", Instant.parse("2026-01-01T00:00:00Z"));

    assertEquals(
        "contoso/db expired at 2026-01-01T00:00:00Z; create a new version in the vault",
        check("contoso", new Content.PlainSecret(Encoding.RAW)).getLast().message());
  }

  @Test
  void of_missing_speaksOfASecret() throws Exception {
    azure.emulator().vault("contoso").delete("db");

    Finding finding = check("contoso", new Content.PlainSecret(Encoding.RAW)).getLast();

    assertEquals(Finding.Result.FIX, finding.result());
    assertTrue(finding.message().contains("/secrets/db: no such secret"), finding.message());
  }

  /** Each vault is tried by itself, after the way to it. */
  @Test
  void of_envFile_triesWhatIsInThatVault() throws Exception {
    Content variables =
        new Content.EnvFile(
            new TreeMap<>(Map.of("DB", secret("contoso", "db"), "API", secret("fabrikam", "api"))));

    assertEquals("contoso/db can be used", check("contoso", variables).getLast().message());
    assertEquals(2, check("contoso", variables).size());
    assertEquals("fabrikam/api can be used", check("fabrikam", variables).getLast().message());
  }

  @Test
  void of_caBundle_saysUntilWhen() throws Exception {
    azure
        .emulator()
        .vault("contoso")
        .createCertificate("db", CertificateSpec.of("db").with(KeyType.P_256));

    assertTrue(
        check("contoso", new Content.CaBundle())
            .getLast()
            .message()
            .startsWith("contoso/db can be used, valid until "));
  }

  private List<Finding> check(String vault, Content content) throws Exception {
    ObservedCertificate usual = Observed.of(content, Observed.certificate("contoso", "db", folder));
    ObservedCertificate here =
        new ObservedCertificate(
            secret("contoso", "db"),
            OnDisabled.FAIL,
            Optional.empty(),
            usual.placement(),
            content,
            usual.onRenewal());
    return new SingleFileCheck(azure.reader(), Clock.systemUTC()).of(azure.vault(vault), here);
  }

  private SecretIdentifier secret(String vault, String name) {
    return new SecretIdentifier(azure.vault(vault), name, Optional.empty());
  }
}
