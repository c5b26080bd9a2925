package dev.akvvm.sync;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.Installation;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.StoreException;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one certificate up to date; whatever goes wrong with it stays with it. */
public final class Pass {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final VaultReader vault;
  private final KeystorePasswords passwords;
  private final CertificateStore store;

  /** A pass that reads from {@code vault} and installs to {@code store}. */
  public Pass(VaultReader vault, CertificateStore store) {
    this.vault = vault;
    this.passwords = new KeystorePasswords(vault);
    this.store = store;
  }

  /** What is on disk now, without asking the vault. */
  Optional<InstalledCertificate> onDisk(ObservedCertificate certificate) {
    return store.installed(certificate);
  }

  /**
   * Asks the vault for the current version and installs it unless it is there already; then only
   * what has drifted is put right.
   */
  Outcome refresh(ObservedCertificate certificate) {
    LOG.info("Beginning refresh for: {}", certificate.secret());
    Optional<InstalledCertificate> before = store.installed(certificate);
    try {
      Secret secret = vault.read(certificate.secret(), certificate.identity());
      return update(certificate, before, secret);
    } catch (VaultException e) {
      return maintained(certificate, new Outcome.Failed(Failure.of(e), before));
    } catch (UnusableCertificateException e) {
      return maintained(
          certificate, failed("the certificate cannot be used: " + e.reason(), before));
    } catch (StoreException e) {
      return failed("cannot write to the store: " + e.reason(), before);
    } catch (RuntimeException e) {
      return failed("internal error: " + e, before);
    }
  }

  private Outcome update(
      ObservedCertificate certificate, Optional<InstalledCertificate> before, Secret secret)
      throws UnusableCertificateException, StoreException {
    KeystorePassword password = passwords.of(certificate);
    boolean isThere = before.filter(b -> b.version().equals(secret.version())).isPresent();
    Optional<Installation> kept =
        isThere ? store.maintain(certificate, password.value()) : Optional.empty();
    Optional<String> gap = Optional.empty();
    Installation installation;
    if (kept.isPresent()) {
      installation = kept.get();
    } else {
      CertificateBundle bundle = CertificateBundle.decode(secret.value());
      gap = bundle.gap();
      gap.ifPresent(text -> LOG.warn("{}: {}", certificate.displayName(), text));
      installation = store.install(certificate, secret.version(), bundle, password.value());
    }
    Optional<InstalledCertificate> onDisk = Optional.of(installation.certificate());
    if (password.failure().isPresent()) {
      return new Outcome.Failed(password.failure().get(), onDisk);
    }
    if (!installation.complaints().isEmpty()) {
      return failed(String.join("; ", installation.complaints()), onDisk);
    }
    return kept.isPresent() && !installation.isChanged()
        ? new Outcome.Unchanged(installation.certificate())
        : new Outcome.Installed(installation.certificate(), gap);
  }

  /** The vault may be away for long; readers of what is installed are seen to all the same. */
  private Outcome maintained(ObservedCertificate certificate, Outcome failure) {
    try {
      store.maintain(certificate, Optional.empty());
    } catch (StoreException e) {
      LOG.warn("{}: cannot write to the store: {}", certificate.displayName(), e.reason());
    }
    return failure;
  }

  private static Outcome failed(String reason, Optional<InstalledCertificate> onDisk) {
    return new Outcome.Failed(Failure.standing(reason), onDisk);
  }
}
