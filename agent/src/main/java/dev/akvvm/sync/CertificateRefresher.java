package dev.akvvm.sync;

import dev.akvvm.certificate.CertificateBundle;
import dev.akvvm.certificate.UnusableCertificateException;
import dev.akvvm.onrenewal.CurrentVersion;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.store.CertificateStore;
import dev.akvvm.store.InstalledCertificate;
import dev.akvvm.store.OnDisk;
import dev.akvvm.store.StoreException;
import dev.akvvm.vault.CertificatePolicyReader;
import dev.akvvm.vault.Secret;
import dev.akvvm.vault.VaultException;
import dev.akvvm.vault.VaultReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one certificate up to date; whatever goes wrong affects no other. */
public final class CertificateRefresher {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");

  private final VaultReader vault;
  private final KeystorePasswords passwords;
  private final CertificatePolicyReader policyReader;
  private final FailureHints hints;
  private final CertificateStore store;

  /**
   * The result of polling one certificate.
   *
   * @param current what readers get now
   * @param warnings what could not be done besides installing it; empty if that was not determined,
   *     and what is known stays
   * @param retry why to poll it again sooner than at the next interval; empty when there is no need
   * @param metadata what was learnt about a version that was written; empty when none was, and what
   *     is known stays
   */
  record Result(
      Optional<InstalledCertificate> current,
      Outcome outcome,
      Optional<List<Warning>> warnings,
      Optional<Failure> retry,
      Optional<CertificateMetadata> metadata) {

    static Result failed(Failure failure, Optional<InstalledCertificate> current) {
      return new Result(
          current,
          new Outcome.Failed(failure),
          Optional.empty(),
          Optional.of(failure),
          Optional.empty());
    }

    static Result failed(String reason, Optional<InstalledCertificate> current) {
      return failed(Failure.needsOperator(reason), current);
    }

    Result with(CertificateMetadata learnt) {
      return new Result(current, outcome, warnings, retry, Optional.of(learnt));
    }
  }

  /** A refresher that reads from {@code vault} and installs to {@code store}. */
  public CertificateRefresher(
      VaultReader vault, CertificatePolicyReader policyReader, CertificateStore store) {
    this.vault = vault;
    this.policyReader = policyReader;
    this.hints = new FailureHints(policyReader);
    this.passwords = new KeystorePasswords(vault);
    this.store = store;
  }

  /**
   * What is on disk now, without asking the vault. Empty for a store that cannot be read; the
   * reason is reported when its certificate is polled.
   */
  Optional<InstalledCertificate> onDisk(ObservedCertificate certificate) {
    return onDisk(store, certificate);
  }

  private static Optional<InstalledCertificate> onDisk(
      CertificateStore store, ObservedCertificate certificate) {
    try {
      return store.look(certificate).installed();
    } catch (StoreException e) {
      LOG.warn("{}: cannot read the store: {}", certificate.displayName(), e.reason());
      return Optional.empty();
    }
  }

  /** What readers of a certificate get now, for the actions after its renewal. */
  public static Optional<CurrentVersion> current(
      CertificateStore store, ObservedCertificate certificate) {
    return onDisk(store, certificate).map(CertificateRefresher::current);
  }

  static CurrentVersion current(InstalledCertificate installed) {
    return new CurrentVersion(installed.version(), installed.dnsNames());
  }

  /**
   * Asks the vault for the current version and installs it unless it is already there; then only
   * what has drifted is corrected. May be called for several certificates at once.
   *
   * @param last the state after the last poll
   * @param now when the pass began
   */
  Result refresh(ObservedCertificate certificate, PollState last, Instant now) {
    LOG.info("Beginning refresh for: {}", certificate.secret());
    OnDisk before = OnDisk.nothing();
    try {
      before = store.look(certificate);
      Secret secret = vault.read(certificate.secret(), certificate.identity());
      log(certificate, before, secret);
      return update(certificate, before, secret, last, now);
    } catch (VaultException e) {
      Failure failure = Failure.of(e, certificate.vault());
      return maintained(
          certificate,
          e instanceof VaultException.Disabled
              ? hints.onDisabled(certificate, failure, last)
              : failure,
          before);
    } catch (StoreException e) {
      // Its links may have been switched before the disk refused.
      return Result.failed("cannot use the store: " + e.reason(), onDisk(certificate));
    } catch (OutOfMemoryError e) {
      // The work on this certificate is given up, so that the others can go on.
      LOG.error("{}: out of memory", certificate.displayName(), e);
      return Result.failed("out of memory while processing this certificate", before.installed());
    } catch (RuntimeException e) {
      LOG.error("{}: internal error", certificate.displayName(), e);
      return Result.failed("internal error: " + e, before.installed());
    }
  }

  private static void log(ObservedCertificate certificate, OnDisk before, Secret secret) {
    LOG.atDebug()
        .addKeyValue("vault", certificate.vault().name())
        .addKeyValue("certificate", certificate.secret().name())
        .addKeyValue("version", secret.version())
        .log(
            "{}: on disk: {}",
            certificate.displayName(),
            before
                .installed()
                .map(
                    each ->
                        each.version().equals(secret.version()) ? "this version" : each.version())
                .orElse("none"));
  }

  private Result update(
      ObservedCertificate certificate, OnDisk before, Secret secret, PollState last, Instant now)
      throws StoreException {
    KeystorePasswords.Lookup password = passwords.of(certificate);
    boolean hasKeystore = certificate.placement().keystore().isPresent();
    Optional<CertificateStore.Installation> kept =
        hasKeystore
            // It is generated again to see whether its password is still the same.
            ? Optional.empty()
            : store.maintain(certificate, before, Optional.of(secret.version()));
    if (kept.isPresent()) {
      return result(kept.get(), password, true);
    }
    boolean isThere =
        before.installed().filter(each -> each.version().equals(secret.version())).isPresent();
    CertificateBundle bundle;
    try {
      bundle = CertificateBundle.decode(secret.value(), now);
    } catch (UnusableCertificateException e) {
      Failure failure = Failure.needsOperator("the certificate cannot be used: " + e.reason());
      return maintained(
          certificate, hints.onUnusable(certificate, secret.version(), failure, last), before);
    }
    CertificateStore.Installation installation =
        store.install(certificate, before, secret.version(), bundle, password.value());
    Result result = result(installation, password, isThere && !installation.isChanged());
    return isThere ? result : result.with(metadata(certificate, bundle));
  }

  private static Result result(
      CertificateStore.Installation installation,
      KeystorePasswords.Lookup password,
      boolean isUnchanged) {
    List<Warning> warnings = new ArrayList<>(readerWarnings(installation));
    password
        .failure()
        .map(failure -> new Warning(Warning.Kind.KEYSTORE_NOT_WRITTEN, failure.reason()))
        .ifPresent(warnings::add);
    return new Result(
        Optional.of(installation.certificate()),
        isUnchanged ? new Outcome.Unchanged() : new Outcome.Installed(),
        Optional.of(warnings),
        password
            .failure()
            .or(() -> installation.warnings().stream().findFirst().map(Failure::needsOperator)),
        Optional.empty());
  }

  private static List<Warning> readerWarnings(CertificateStore.Installation installation) {
    return installation.warnings().stream()
        .map(text -> new Warning(Warning.Kind.READER_MISSING, text))
        .toList();
  }

  private CertificateMetadata metadata(ObservedCertificate certificate, CertificateBundle bundle) {
    bundle.missingIssuer().ifPresent(text -> LOG.warn("{}: {}", certificate.displayName(), text));
    return new CertificateMetadata(
        bundle.missingIssuer(),
        policyReader.nextRenewal(
            certificate.secret(), certificate.identity(), bundle.notBefore(), bundle.notAfter()));
  }

  /** The vault may be out of reach for long; the readers' access is maintained all the same. */
  private Result maintained(ObservedCertificate certificate, Failure failure, OnDisk before) {
    try {
      store.maintain(certificate, before, Optional.empty());
    } catch (StoreException e) {
      LOG.warn("{}: cannot use the store: {}", certificate.displayName(), e.reason());
    }
    return Result.failed(failure, before.installed());
  }
}
