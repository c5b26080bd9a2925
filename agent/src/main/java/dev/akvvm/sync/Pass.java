package dev.akvvm.sync;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
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
  private final CertificateStore store;

  /** A pass that reads from {@code vault} and installs to {@code store}. */
  public Pass(VaultReader vault, CertificateStore store) {
    this.vault = vault;
    this.store = store;
  }

  /** What is on disk now, without asking the vault. */
  Optional<InstalledCertificate> onDisk(ObservedCertificate certificate) {
    return store.installed(certificate);
  }

  /** Asks the vault for the current version and installs it unless it is there already. */
  Outcome refresh(ObservedCertificate certificate) {
    LOG.info("Beginning refresh for: {}", certificate.secret());
    Optional<InstalledCertificate> before = store.installed(certificate);
    try {
      Secret secret = vault.read(certificate.secret(), certificate.identity());
      if (before.isPresent() && before.get().version().equals(secret.version())) {
        return new Outcome.Unchanged(before.get());
      }
      CertificateBundle bundle = CertificateBundle.decode(secret.value());
      return new Outcome.Installed(store.install(certificate, secret.version(), bundle));
    } catch (VaultException e) {
      return new Outcome.Failed(failure(e), before);
    } catch (UnusableCertificateException e) {
      return new Outcome.Failed(standing("the certificate cannot be used: " + e.reason()), before);
    } catch (StoreException e) {
      return new Outcome.Failed(standing("cannot write to the store: " + e.reason()), before);
    } catch (RuntimeException e) {
      return new Outcome.Failed(standing("internal error: " + e), before);
    }
  }

  private static Failure failure(VaultException e) {
    Failure.Kind kind =
        switch (e) {
          case VaultException.Throttled _ -> Failure.Kind.THROTTLED;
          case VaultException.Unavailable _ -> Failure.Kind.PASSING;
          case VaultException.Denied _, VaultException.NotFound _ -> Failure.Kind.STANDING;
        };
    return new Failure(kind, e.reason(), e.retryAfter());
  }

  private static Failure standing(String reason) {
    return new Failure(Failure.Kind.STANDING, reason, Optional.empty());
  }
}
