package dev.akvvm.diagnose;

import dev.akvvm.certificate.BundlePassword;
import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.KeystorePassword;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.doctor.Finding;
import dev.akvvm.settings.Keystore;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import dev.akvvm.vault.CertificateReader;
import dev.akvvm.vault.KeyVaultReader;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether each certificate and secret may be read, and can be used. */
final class CertificateCheck {
  static final String PERMISSION = "permission";
  static final String CERTIFICATE = "certificate";
  private static final String LIST = "list permission";

  private final KeyVaultReader reader;
  private final Clock clock;

  CertificateCheck(KeyVaultReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** Tries what these need of one vault. */
  List<Finding> of(Vault vault, List<ObservedCertificate> certificates) {
    SingleFileCheck files = new SingleFileCheck(reader, clock);
    List<Finding> findings = new ArrayList<>();
    for (ObservedCertificate certificate : certificates) {
      findings.addAll(
          certificate.content().layout().isPresent()
              ? files.of(vault, certificate)
              : of(certificate));
    }
    findings.add(list(vault, certificates));
    return findings;
  }

  private List<Finding> of(ObservedCertificate certificate) {
    List<Finding> findings = new ArrayList<>();
    try {
      CertificateReader.Answer answer =
          new CertificateReader(reader).read(certificate, clock.instant());
      Secret secret = answer.secret();
      findings.add(
          Finding.ok(
              PERMISSION, certificate.displayName() + " may be read, version " + secret.version()));
      answer
          .note()
          .ifPresent(
              note ->
                  findings.add(Finding.note(CERTIFICATE, certificate.displayName() + ": " + note)));
      findings.add(usable(certificate, secret));
      certificate
          .placement()
          .keystore()
          .flatMap(Keystore::password)
          .ifPresent(password -> findings.add(password(certificate, password)));
    } catch (VaultException e) {
      findings.add(Finding.fix(PERMISSION, e.reason()));
    }
    return findings;
  }

  private Finding usable(ObservedCertificate certificate, Secret secret) {
    try {
      Instant now = clock.instant();
      CertificateBundle bundle =
          CertificateBundle.decode(secret.value(), () -> password(certificate), now);
      String version = certificate.displayName() + ", version " + secret.version() + ",";
      if (bundle.notAfter().isBefore(now)) {
        return Finding.fix(
            CERTIFICATE,
            version + " expired at " + bundle.notAfter() + "; create a new version in the vault");
      }
      if (bundle.notBefore().isAfter(now)) {
        return Finding.note(
            CERTIFICATE,
            version + " is not valid before " + bundle.notBefore() + until(certificate));
      }
      String message = certificate.displayName() + " can be used, valid until " + bundle.notAfter();
      return bundle
          .missingIssuer()
          .map(issuer -> Finding.note(CERTIFICATE, message + "; " + issuer))
          .orElseGet(() -> Finding.ok(CERTIFICATE, message));
    } catch (UnusableCertificateException e) {
      return Finding.fix(CERTIFICATE, certificate.displayName() + ": " + e.reason());
    } catch (VaultException e) {
      return Finding.fix(PERMISSION, "the certificate's password: " + e.reason());
    }
  }

  /** What the agent does meanwhile; only it knows what is on disk. */
  private static String until(ObservedCertificate certificate) {
    return certificate.secret().version().isPresent()
        ? ", and is installed all the same, because the URL names it"
        : ", and is installed then, or at once where no valid version is on disk";
  }

  private Optional<BundlePassword> password(ObservedCertificate certificate) throws VaultException {
    if (certificate.password().isEmpty()) {
      return Optional.empty();
    }
    SecretIdentifier password = certificate.password().get();
    return Optional.of(
        BundlePassword.of(
            reader.read(password, certificate.identity()).value(), password.toString()));
  }

  private Finding password(ObservedCertificate certificate, SecretIdentifier password) {
    try {
      Secret secret = reader.read(password, certificate.identity());
      return KeystorePassword.of(secret.value())
          .problem()
          .map(text -> Finding.fix(CERTIFICATE, password + ": " + text))
          .or(() -> caution(certificate, password, secret))
          .orElseGet(
              () -> Finding.ok(PERMISSION, password + ", the keystore's password, may be read"));
    } catch (VaultException e) {
      return Finding.fix(PERMISSION, "the keystore's password: " + e.reason());
    }
  }

  private static Optional<Finding> caution(
      ObservedCertificate certificate, SecretIdentifier password, Secret secret) {
    return certificate
        .placement()
        .keystore()
        .filter(keystore -> keystore.type() == Keystore.Type.PKCS12)
        .flatMap(_ -> KeystorePassword.of(secret.value()).caution())
        .map(text -> Finding.note(CERTIFICATE, password + ": " + text));
  }

  /** Allowing only reads is good practice, where that is enough. */
  private Finding list(Vault vault, List<ObservedCertificate> certificates) {
    String secrets = "the secrets of " + vault;
    if (reader.mayList(vault, certificates.getFirst().identity())) {
      return Finding.ok(LIST, secrets + " may be listed");
    }
    return certificates.stream().anyMatch(each -> each.onDisabled() == OnDisabled.PREVIOUS)
        ? Finding.fix(
            LIST,
            secrets
                + " may not be listed, which onDisabled needs; give the identity the role Key Vault"
                + " Secrets User, or the secret permission List")
        : Finding.note(LIST, secrets + " may not be listed, which these settings do not need");
  }
}
