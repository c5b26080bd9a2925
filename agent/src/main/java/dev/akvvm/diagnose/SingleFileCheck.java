package dev.akvvm.diagnose;

import dev.akvvm.certificate.CaBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.doctor.Finding;
import dev.akvvm.secret.SecretValue;
import dev.akvvm.secret.UnusableSecretException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import dev.akvvm.vault.KeyVaultReader;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether plain secrets and authorities may be read, and can be written to a file. */
record SingleFileCheck(KeyVaultReader reader, Clock clock) {
  private static final String SECRET = "secret";

  /** Tries what one of them needs of one vault: the variables of an env file may need several. */
  List<Finding> of(Vault vault, ObservedCertificate observed) {
    List<Finding> findings = new ArrayList<>();
    for (SecretIdentifier wanted : observed.secrets()) {
      if (wanted.vault().equals(vault)) {
        findings.addAll(of(observed, wanted));
      }
    }
    return findings;
  }

  private List<Finding> of(ObservedCertificate observed, SecretIdentifier wanted) {
    String name = wanted.vault().name() + "/" + wanted.name();
    try {
      Secret secret = reader.read(wanted, observed.identity());
      return List.of(
          Finding.ok(
              CertificateCheck.PERMISSION, name + " may be read, version " + secret.version()),
          usable(name, observed.content(), secret));
    } catch (VaultException e) {
      return List.of(
          Finding.fix(
              CertificateCheck.PERMISSION,
              observed.content().isSecret() ? e.reasonFor(wanted) : e.reason()));
    }
  }

  private Finding usable(String name, Content content, Secret secret) {
    try {
      if (!content.isSecret()) {
        Instant end = CaBundle.decode(secret.value()).notAfter();
        return valid(CertificateCheck.CERTIFICATE, name, end);
      }
      SecretValue value = new SecretValue(secret.value());
      byte[] _ =
          content instanceof Content.PlainSecret(Encoding encoding)
              ? value.bytes(encoding)
              : value.asVariable("ANY");
      return secret
          .expires()
          .map(end -> valid(SECRET, name, end))
          .orElseGet(() -> Finding.ok(SECRET, name + " can be used"));
    } catch (UnusableSecretException e) {
      return Finding.fix(SECRET, name + ": " + e.reason());
    } catch (UnusableCertificateException e) {
      return Finding.fix(CertificateCheck.CERTIFICATE, name + ": " + e.reason());
    }
  }

  private Finding valid(String step, String name, Instant end) {
    return end.isBefore(clock.instant())
        ? Finding.fix(step, name + " expired at " + end + "; create a new version in the vault")
        : Finding.ok(step, name + " can be used, valid until " + end);
  }
}
